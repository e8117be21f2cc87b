// SPDX-License-Identifier: Apache-2.0
// The frame of each page: header, login, language, the way to the other pages, "the connection is lost".
import { call, chooseAccount, chosenAccount, isLoggedIn, logIn, logOut, person, resume, whoIsIt } from "./api.js";
import { connection } from "./connection.js";
import { button, failed, h, waiting } from "./elements.js";
import { addTexts, languageOf, switchLanguage, texts } from "./texts.js";

const TRY_AGAIN_MS = 3_000;
const LINKS_MS = 5_000;
/** The services' usual ports. */
const PORTS = { channels: 8000, business: 3000, config: 4000 };
/** Where the pages are: path, service, and whom they are for. */
const PAGES = {
  technician: { path: "/demo/technician", service: "channels" },
  cockpit: { path: "/admin/cockpit", service: "channels", roles: ["admin", "owner", "supervisor", "viewer"] },
  staff: { path: "/staff/", service: "business", roles: ["admin", "owner", "supervisor", "staff", "technician"] },
  admin: { path: "/admin", service: "config", roles: ["admin", "owner", "agent-editor", "supervisor", "viewer"] },
  servers: { path: "/admin/servers/", service: "business", roles: ["admin", "owner"] },
};

/**
 * Opens a page in `#app`.
 *
 * - name: its key among the pages above (marks it in the header), or title: its own
 * - texts: {fr: {…}, en: {…}} of its words
 * - login: "always" (nobody sees it without) or "asked" (only once its service answers 401)
 * - needsAccount: administrators of the installation choose an account first
 * - otherLogin(): an element below the login's button, another way in
 * - show(main, again): fills the page; what it answers is called before the page is left or drawn anew
 */
export function openPage(page) {
  addTexts(page.texts ?? {});
  new Shell(page).start();
}

/**
 * Where a page is. What this service was told of the others (`known`, base addresses by service) goes before all; without it the
 * services' usual ports, moved by the same offset, tell the way. At an address without a port and without that, only the pages of the
 * own service can be known: null for the others.
 */
export function addressOf(name, own, known = {}, here = location) {
  const page = PAGES[name];
  const service = PAGES[own]?.service;
  if (page.service === service) {
    return page.path;
  }
  if (known[page.service]) {
    return known[page.service] + page.path;
  }
  const offset = Number(here.port) - PORTS[service];
  return here.port && offset % 100 === 0 ? `${here.protocol}//${here.hostname}:${PORTS[page.service] + offset}${page.path}` : null;
}

/** Base addresses of the other services as this one was told them; {} when it was not, or does not answer. */
async function knownAddresses() {
  try {
    const answer = await fetch("/pages/links.json", { signal: AbortSignal.timeout(LINKS_MS) });
    return answer.ok ? await answer.json() : {};
  } catch {
    return {};
  }
}

class Shell {
  constructor(page) {
    this.page = page;
    this.app = document.getElementById("app");
    this.leave = null;
    this.known = {};
    person.addEventListener("change", () => this.draw());
    person.addEventListener("refused", () => this.draw(true));
    connection.addEventListener("change", () => this.showConnection());
  }

  async start() {
    this.frame(waiting("loading", texts().loading));
    try {
      [this.known] = await Promise.all([knownAddresses(), resume()]);
    } catch {
      this.frame(waiting("failed", texts().offline));
      setTimeout(() => this.start(), TRY_AGAIN_MS);
      return;
    }
    this.draw();
  }

  /** @param asked the service wants to know who it is */
  async draw(asked = false) {
    this.leave?.();
    this.leave = null;
    this.needed = !isLoggedIn() && (asked || this.needed || this.page.login !== "asked");
    if (this.needed) {
      if (asked && this.main.querySelector(".login")) {
        return; // somebody is writing his password
      }
      this.frame(this.loginForm());
      this.main.querySelector("input").focus();
      return;
    }
    if (this.page.needsAccount && isLoggedIn() && !whoIsIt().accountId) {
      await this.askForAccounts();
      if (!chosenAccount()) {
        this.frame(waiting("empty", texts().choose));
        return;
      }
    }
    this.frame();
    this.leave = this.page.show(this.main, () => this.draw()) ?? null;
  }

  frame(...children) {
    const t = texts();
    const title = this.page.title?.(t) ?? t.page[this.page.name];
    document.documentElement.lang = languageOf();
    document.title = `${title} – Allo`;
    this.main = h("main", { id: "content", tabindex: "-1" }, children);
    this.banner = h("p", { class: "offline", role: "alert", hidden: !connection.lost }, t.offline);
    this.app.replaceChildren(h("a", { class: "skip", href: "#content" }, t.skip), this.header(t, title), this.banner, this.main);
  }

  header(t, title) {
    const who = whoIsIt();
    const language = button("", t.other, () => {
      switchLanguage();
      return this.draw();
    }, { lang: languageOf() === "fr" ? "en" : "fr" });
    const brand = h("span", { class: "brand" }, h("img", { src: "/pages/allo.svg", alt: "", width: 28, height: 28 }), h("h1", {}, title));
    return h(
      "header",
      { class: "shell-header" },
      brand,
      h("nav", { "aria-label": t.pages }, who ? this.links(t, who) : null),
      this.accountChoice(t, who),
      who ? h("span", { class: "person" }, who.name) : null,
      language,
      who ? button("", t.logOut, logOut) : null,
    );
  }

  links(t, who) {
    return Object.entries(PAGES)
      .filter(([, page]) => !page.roles || page.roles.includes(who.role))
      .map(([name]) => [name, addressOf(name, this.page.name, this.known)])
      .filter(([, address]) => address)
      .map(([name, address]) => h("a", { href: address, "aria-current": name === this.page.name ? "page" : null }, t.page[name]));
  }

  async askForAccounts() {
    try {
      this.accounts ??= await call("GET", this.page.accounts ?? "/api/accounts");
    } catch (failure) {
      failed(failure);
    }
  }

  accountChoice(t, who) {
    if (!who || who.accountId || !this.page.needsAccount || !this.accounts) {
      return null;
    }
    const select = h("select", { "aria-label": t.account }, h("option", { value: "" }, t.choose), this.accounts.map((one) => h("option", { value: one.id, selected: one.id === chosenAccount() }, one.name)));
    select.addEventListener("change", () => {
      chooseAccount(select.value);
      this.draw();
    });
    return select;
  }

  loginForm() {
    const t = texts();
    const email = h("input", { id: "email", type: "email", autocomplete: "username", required: true });
    const password = h("input", { id: "password", type: "password", autocomplete: "current-password", required: true });
    const problem = h("p", { class: "problem", role: "alert" });
    const submit = h("button", { class: "strong" }, t.logIn);
    const labelled = (label, input) => h("div", { class: "field" }, h("label", { for: input.id }, label), input);
    const form = h("form", { class: "card login" }, h("h2", {}, t.loginTitle), labelled(t.email, email), labelled(t.password, password), problem, submit, this.page.otherLogin?.() ?? []);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      submit.disabled = true;
      problem.textContent = "";
      try {
        await logIn(email.value, password.value);
      } catch (failure) {
        problem.textContent = failure.status === 429 ? t.tooMany : failure.status === 401 || failure.status === 400 ? t.wrong : t.offline;
      } finally {
        submit.disabled = false;
      }
    });
    return form;
  }

  showConnection() {
    this.banner.hidden = !connection.lost;
  }
}
