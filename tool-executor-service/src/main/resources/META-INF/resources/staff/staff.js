// SPDX-License-Identifier: Apache-2.0
// The staff's page: restaurant and sections. What is shown is asked for again every few seconds while somebody looks.
import { call } from "/pages/api.js";
import { h, waiting } from "/pages/elements.js";
import { openPage } from "/pages/shell.js";
import { texts } from "/pages/texts.js";
import { Kitchen } from "./kitchen.js";
import { Messages } from "./messages.js";
import { Orders } from "./orders.js";
import { Questions } from "./questions.js";
import { Reservations } from "./reservations.js";
import { TEXTS } from "./texts.js";

const SECTIONS = { orders: Orders, kitchen: Kitchen, reservations: Reservations, messages: Messages, questions: Questions };
const EVERY_MS = 2_000;
/** Sections that nobody looks at are asked less often: only their numbers are seen. */
const HIDDEN_EVERY = 5;
const STORED = "allo-staff-restaurant";

class Staff {
  constructor(main, restaurants) {
    this.main = main;
    this.restaurants = restaurants;
    this.restaurant = restaurants.find((one) => one.id === localStorage.getItem(STORED)) ?? restaurants[0];
    this.build();
    this.opened = () => {
      this.open();
      this.refresh();
    };
    this.seen = () => this.refreshNow();
    addEventListener("hashchange", this.opened);
    document.addEventListener("visibilitychange", this.seen);
    this.look();
  }

  leave() {
    this.left = true;
    clearTimeout(this.timer);
    removeEventListener("hashchange", this.opened);
    document.removeEventListener("visibilitychange", this.seen);
  }

  async look() {
    if (!document.hidden) {
      await this.refresh();
    }
    if (!this.left) {
      this.timer = setTimeout(() => this.look(), EVERY_MS);
    }
  }

  build() {
    const t = texts();
    this.rounds = 0;
    this.spoken = h("div", { id: "news", class: "unseen", role: "status", "aria-live": "polite" });
    this.problem = h("p", { class: "problem", role: "status" });
    this.content = h("div", { id: "section" }, waiting("loading", t.loading));
    this.sections = {};
    this.tabs = {};
    this.known = false;
    for (const [name, Section] of Object.entries(SECTIONS)) {
      this.sections[name] = new Section(this);
      const count = h("span", { class: "count", hidden: true });
      this.tabs[name] = { link: h("a", { href: `#${name}` }, t[name], " ", count), count };
    }
    const nav = h("nav", { class: "sections", "aria-label": t.sections }, Object.values(this.tabs).map((tab) => tab.link));
    this.main.replaceChildren(h("div", { class: "staff" }, h("div", { class: "staff-head" }, nav, this.choice()), this.problem, this.content, this.spoken));
    this.open();
  }

  choice() {
    if (this.restaurants.length === 1) {
      return h("span", { class: "restaurant" }, this.restaurant.name);
    }
    const select = h("select", { "aria-label": texts().restaurant }, this.restaurants.map((one) => h("option", { value: one.id, selected: one.id === this.restaurant.id }, one.name)));
    select.addEventListener("change", () => {
      localStorage.setItem(STORED, select.value);
      this.restaurant = this.restaurants.find((one) => one.id === select.value);
      this.build();
      this.refresh();
    });
    return select;
  }

  open() {
    const wanted = location.hash.slice(1);
    this.current = Object.hasOwn(SECTIONS, wanted) ? wanted : "orders";
    for (const [name, { link }] of Object.entries(this.tabs)) {
      if (name === this.current) {
        link.setAttribute("aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    }
    if (this.known) {
      this.content.replaceChildren(this.sections[this.current].root);
    }
  }

  /** Asks for what is seen, now and then for the rest. Whoever is not reached is the frame's to tell. */
  async refresh() {
    const all = this.rounds++ % HIDDEN_EVERY === 0;
    const sections = this.sections;
    const names = Object.keys(sections).filter((name) => all || name === this.current);
    try {
      await Promise.all(
        names.map(async (name) => {
          const open = await sections[name].refresh();
          this.tabs[name].count.textContent = open;
          this.tabs[name].count.hidden = open === 0;
        }),
      );
      this.problem.textContent = "";
      if (!this.known && sections === this.sections) {
        this.known = true;
        this.open();
      }
    } catch (failure) {
      this.fails(failure);
    }
  }

  fails(failure) {
    if (failure.status === 401) {
      return;
    }
    const reason = failure.status === 403 ? texts().refused : failure.status ? failure.message || String(failure.status) : "";
    this.problem.textContent = this.known ? reason : "";
    if (!this.known) {
      this.content.replaceChildren(waiting("failed", reason || texts().offline, () => this.refreshNow()));
    }
  }

  async refreshNow() {
    this.rounds = 0;
    await this.refresh();
  }

  /** Does what a button asks for and shows what came of it; what is refused, the button tells. */
  async change(action) {
    await action();
    await this.refresh();
  }

  news(words) {
    this.spoken.textContent = words;
  }
}

async function begin(main, again, page) {
  const t = texts();
  main.replaceChildren(waiting("loading", t.loading));
  try {
    const restaurants = await call("GET", "/api/restaurants");
    if (page.left) {
      return;
    }
    if (restaurants.length === 0) {
      main.replaceChildren(waiting("empty", t.noRestaurant, again));
      return;
    }
    page.staff = new Staff(main, restaurants);
  } catch (failure) {
    const reason = failure.status === 403 ? t.refused : failure.status ? failure.message || String(failure.status) : t.offline;
    main.replaceChildren(waiting("failed", reason, again));
  }
}

openPage({
  name: "staff",
  texts: TEXTS,
  login: "always",
  needsAccount: true,
  accounts: "/api/login/accounts",
  show(main, again) {
    const page = { left: false, staff: null };
    begin(main, again, page);
    return () => {
      page.left = true;
      page.staff?.leave();
    };
  },
});
