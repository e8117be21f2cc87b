// SPDX-License-Identifier: Apache-2.0
// The page of the restaurant's staff: login, restaurant, tabs. What is shown is read again every few seconds.

import { button, element } from "./elements.js";
import { Refusal, call, forget, isRemembered, login, logout } from "./session.js";
import { currentLanguage, otherLanguage, texts } from "./texts.js";
import { VIEWS } from "./views.js";

const EVERY_MS = 3000;
const page = document.getElementById("page");
const notice = document.getElementById("notice");
const state = { restaurants: [], restaurant: null, view: "orders", drawn: "", shown: 0 };

function say(text) {
  if (notice.textContent !== text) {
    notice.textContent = text;
  }
}

function start() {
  say("");
  document.title = `Allo – ${texts().orders}`;
  if (isRemembered()) {
    open();
  } else {
    drawLogin();
  }
}

function drawLogin() {
  const words = texts();
  const email = element("input", { type: "email", name: "email", autocomplete: "username", required: "" });
  const password = element("input", { type: "password", name: "password", autocomplete: "current-password", required: "" });
  const form = element(
    "form",
    {},
    element("h1", {}, words.login),
    element("label", {}, words.email, email),
    element("label", {}, words.password, password),
    element("button", { class: "main" }, words.enter),
    languageButton(drawLogin),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await login(email.value, password.value);
      say("");
      await open();
    } catch (failure) {
      say(failure.status === 429 ? words.many : failure.status === 401 ? words.wrong : words.away);
    }
  });
  page.replaceChildren(form);
  email.focus();
}

function languageButton(redraw) {
  const made = button(texts().language, () => {
    otherLanguage();
    redraw();
  });
  made.lang = currentLanguage() === "fr" ? "en" : "fr";
  return made;
}

async function open() {
  try {
    state.restaurants = await call("/api/restaurants");
    state.restaurant ??= state.restaurants[0] ?? null;
    drawFrame();
    await show();
  } catch (failure) {
    failed(failure);
  }
}

function drawFrame() {
  const words = texts();
  const choice = element(
    "select",
    { "aria-label": words.restaurant },
    ...state.restaurants.map((restaurant) => element("option", { value: restaurant.id }, restaurant.name)),
  );
  choice.value = state.restaurant?.id ?? "";
  choice.addEventListener("change", () => {
    state.restaurant = state.restaurants.find((restaurant) => restaurant.id === choice.value);
    show();
  });
  const tabs = element("nav", { role: "tablist" }, ...Object.keys(VIEWS).map(tab));
  tabs.addEventListener("keydown", (event) => walk(event, tabs));
  state.drawn = "";
  page.replaceChildren(
    element("header", {}, element("h1", {}, "Allo"), choice, languageButton(open), button(words.leave, leave), tabs),
    element("main", { id: "view", role: "tabpanel", tabindex: "-1" }),
  );
}

function tab(name) {
  const made = button(texts()[name], () => {
    state.view = name;
    mark();
    return show();
  });
  made.role = "tab";
  made.dataset.view = name;
  const chosen = name === state.view;
  made.setAttribute("aria-selected", String(chosen));
  made.tabIndex = chosen ? 0 : -1;
  return made;
}

function mark() {
  for (const one of page.querySelectorAll("[role=tab]")) {
    const chosen = one.dataset.view === state.view;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
  }
}

/** Arrow keys go from tab to tab, as in every list of tabs. */
function walk(event, tabs) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) {
    const all = [...tabs.children];
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    next.focus();
    next.click();
  }
}

async function leave() {
  await logout();
  state.restaurant = null;
  drawLogin();
}

/** Reads and draws the view; a later one wins over an earlier that answers late. */
async function show() {
  const number = ++state.shown;
  if (state.restaurant === null) {
    return;
  }
  try {
    const drawn = await VIEWS[state.view]({ restaurant: state.restaurant, words: texts(), act });
    if (number === state.shown) {
      put(drawn);
      say("");
    }
  } catch (failure) {
    failed(failure);
  }
}

/** What did not change is left alone, and so is what somebody is writing. */
function put(drawn) {
  const view = document.getElementById("view");
  if (view === null || drawn.outerHTML === state.drawn || view.contains(document.activeElement?.closest("textarea"))) {
    return;
  }
  for (const written of view.querySelectorAll("textarea")) {
    const again = drawn.querySelector(`[data-keeps="${written.dataset.keeps}"]`);
    if (again) {
      again.value = written.value;
    }
  }
  const place = [...view.querySelectorAll("button")].indexOf(document.activeElement);
  state.drawn = drawn.outerHTML;
  view.replaceChildren(drawn);
  if (place >= 0) {
    (view.querySelectorAll("button")[place] ?? view).focus();
  }
}

async function act(change) {
  try {
    await change();
  } catch (failure) {
    failed(failure);
    return;
  }
  state.drawn = "";
  await show();
}

function failed(failure) {
  if (failure instanceof Refusal && failure.status === 401) {
    forget();
    drawLogin();
  } else if (failure instanceof Refusal && failure.status < 500) {
    say(texts().refused + failure.message);
  } else {
    say(texts().away);
  }
}

setInterval(() => {
  if (document.hidden) {
    return;
  }
  if (document.getElementById("view") !== null) {
    show();
  } else if (isRemembered()) {
    open();
  }
}, EVERY_MS);
start();
