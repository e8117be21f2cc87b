// SPDX-License-Identifier: Apache-2.0
// The staff's page: login, restaurant, sections. What is shown is asked for again every few seconds while somebody looks.
import { call, isLoggedIn, logIn, logOut, personName, Refused } from "./api.js";
import { button, element } from "./elements.js";
import { Kitchen } from "./kitchen.js";
import { Messages } from "./messages.js";
import { Orders } from "./orders.js";
import { Questions } from "./questions.js";
import { Reservations } from "./reservations.js";
import { languageOf, switchLanguage, texts } from "./texts.js";

const SECTIONS = { orders: Orders, kitchen: Kitchen, reservations: Reservations, messages: Messages, questions: Questions };
const EVERY_MS = 2_000;
/** Sections that nobody looks at are asked less often: only their numbers are seen. */
const HIDDEN_EVERY = 5;
const STORED = "allo-staff-restaurant";

const app = document.getElementById("app");
const spoken = document.getElementById("news");

function bar(...children) {
  const language = button("plain", texts().other, () => {
    switchLanguage();
    start();
  });
  return element("header", {}, element("img", { src: "/staff/allo.svg", alt: "", width: "28", height: "28" }), element("h1", {}, "Allo"), ...children, language);
}

function frame(...children) {
  document.documentElement.lang = languageOf();
  document.title = `Allo – ${texts().title}`;
  app.replaceChildren(...children);
}

function showLogin(message = "") {
  const t = texts();
  const email = element("input", { id: "email", type: "email", autocomplete: "username", required: true });
  const password = element("input", { id: "password", type: "password", autocomplete: "current-password", required: true });
  const problem = element("p", { class: "problem", role: "alert" }, message);
  const submit = element("button", { class: "strong" }, t.logIn);
  const form = element("form", { class: "login" }, element("label", { for: "email" }, t.email), email, element("label", { for: "password" }, t.password), password, problem, submit);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    problem.textContent = "";
    try {
      await logIn(email.value, password.value);
      await start();
    } catch (failure) {
      problem.textContent = failure.status === 429 ? t.tooMany : failure.status === 401 ? t.wrong : t.offline;
    } finally {
      submit.disabled = false;
    }
  });
  frame(bar(), element("main", {}, form));
  email.focus();
}

class Page {
  constructor(restaurants) {
    this.restaurants = restaurants;
    this.restaurant = restaurants.find((one) => one.id === localStorage.getItem(STORED)) ?? restaurants[0];
    this.rounds = 0;
    this.build();
  }

  build() {
    const t = texts();
    this.state = element("p", { class: "state", role: "status" }, t.loading);
    this.content = element("main", { id: "content" });
    this.sections = {};
    this.tabs = {};
    const nav = element("nav", { "aria-label": t.sections });
    for (const [name, Section] of Object.entries(SECTIONS)) {
      this.sections[name] = new Section(this);
      const count = element("span", { class: "count", hidden: true });
      const link = element("a", { href: `#${name}` }, t[name], " ", count);
      this.tabs[name] = { link, count };
      nav.append(link);
    }
    const out = button("plain", t.logOut, async () => {
      await logOut();
      await start();
    });
    frame(bar(this.choice(), element("span", { class: "person" }, personName()), out), nav, this.state, this.content);
    this.open();
  }

  choice() {
    if (this.restaurants.length === 1) {
      return element("span", { class: "restaurant" }, this.restaurant.name);
    }
    const select = element("select", { "aria-label": texts().restaurant });
    this.restaurants.forEach((one) => select.append(element("option", { value: one.id, selected: one.id === this.restaurant.id }, one.name)));
    select.addEventListener("change", () => {
      localStorage.setItem(STORED, select.value);
      this.restaurant = this.restaurants.find((one) => one.id === select.value);
      this.build();
      this.refreshNow();
    });
    return select;
  }

  open() {
    const wanted = location.hash.slice(1);
    this.current = SECTIONS[wanted] ? wanted : "orders";
    for (const [name, { link }] of Object.entries(this.tabs)) {
      if (name === this.current) {
        link.setAttribute("aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    }
    this.content.replaceChildren(this.sections[this.current].root);
  }

  /** Asks for what is seen, now and then for the rest. Answers that come after the page has gone are forgotten. */
  async refresh() {
    const all = this.rounds++ % HIDDEN_EVERY === 0;
    const names = Object.keys(this.sections).filter((name) => all || name === this.current);
    try {
      await Promise.all(
        names.map(async (name) => {
          const waiting = await this.sections[name].refresh();
          this.tabs[name].count.textContent = waiting;
          this.tabs[name].count.hidden = waiting === 0;
        }),
      );
      this.state.textContent = "";
      this.state.className = "state";
    } catch (failure) {
      if (failure instanceof Refused && failure.status === 401) {
        start();
        return;
      }
      this.state.textContent = texts().offline;
      this.state.className = "state lost";
    }
  }

  async refreshNow() {
    this.rounds = 0;
    await this.refresh();
  }

  /** Does what a button asks for, says so when it was refused, and shows what came of it. */
  async change(action) {
    try {
      await action();
      await this.refresh();
    } catch (failure) {
      this.state.className = "state lost";
      const reason = failure.status === 403 ? texts().refused : failure.message;
      this.state.textContent = failure instanceof Refused ? texts().failed + reason : texts().offline;
    }
  }

  news(words) {
    spoken.textContent = words;
  }
}

let page = null;

async function start() {
  page = null;
  if (!isLoggedIn()) {
    showLogin();
    return;
  }
  frame(bar(), element("main", {}, element("p", { class: "empty" }, texts().loading)));
  try {
    const restaurants = await call("GET", "/api/restaurants");
    if (restaurants.length === 0) {
      frame(bar(), element("main", {}, element("p", { class: "empty" }, texts().noRestaurant)));
      return;
    }
    page = new Page(restaurants);
    await page.refresh();
  } catch (failure) {
    if (failure instanceof Refused && failure.status === 400) {
      await logOut();
      showLogin(texts().noAccount);
    } else if (failure instanceof Refused && failure.status === 401) {
      showLogin();
    } else {
      frame(bar(), element("main", {}, element("p", { class: "empty" }, texts().offline)));
      setTimeout(start, EVERY_MS);
    }
  }
}

async function look() {
  if (page && !document.hidden) {
    await page.refresh();
  }
  setTimeout(look, EVERY_MS);
}

addEventListener("hashchange", () => {
  page?.open();
  page?.refresh();
});
document.addEventListener("visibilitychange", () => page?.refreshNow());
start();
look();
