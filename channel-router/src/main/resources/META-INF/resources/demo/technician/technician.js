// SPDX-License-Identifier: Apache-2.0
// The technician console: context, communication, intelligence. A new session for each visit, no call until somebody asks for one.
import { call } from "/pages/api.js";
import { h } from "/pages/elements.js";
import { openPage } from "/pages/shell.js";
import { preferLanguage, texts } from "/pages/texts.js";
import { CallPanel } from "./call.js";
import { Chat } from "./chat.js";
import { Context } from "./context.js";
import { Session } from "./session.js";
import { Solutions } from "./solutions.js";
import { Transcript } from "./transcript.js";
import { WORDS } from "./words.js";

const session = new Session();
const settings = { open: true, calls: true, ...(await call("GET", "/demo/console-settings").catch(() => ({}))) };

preferLanguage("fr");
openPage({ name: "technician", texts: WORDS, login: settings.open ? "asked" : "always", needsAccount: true, accounts: "/api/cockpit/accounts", show });

addEventListener("beforeunload", (event) => {
  if (session.state === "online") {
    event.preventDefault();
  }
});

/** Drawn anew for another language or person; the session, its call and what was said stay. */
function show(main) {
  const t = texts();
  const parts = [new Context(session), new CallPanel(session), new Transcript(session), new Chat(session), new Solutions(session)];
  const [context, panel, transcript, chat, solutions] = parts;
  const columns = {
    context: h("section", { class: "column", "aria-label": t.columns.context }, context.root),
    talk: h("section", { class: "column talk", "aria-label": t.columns.talk }, panel.root, transcript.root, chat.root),
    help: h("section", { class: "column", "aria-label": t.columns.help }, solutions.root),
  };
  const console = h("div", { class: "console", "data-column": "talk" }, Object.values(columns));
  main.classList.add("full");
  main.replaceChildren(tabs(console, t), console, h("p", { class: "foot" }, h("a", { href: "/demo/technician/overview" }, t.allSessions)));
  if (!session.live) {
    session.open();
  }
  context.allow(settings.calls);
  return () => parts.forEach((part) => part.leave?.());
}

/** On a phone one column is seen at a time. */
function tabs(console, t) {
  const buttons = Object.entries(t.columns).map(([name, label]) => {
    const made = h("button", { type: "button", "aria-pressed": String(name === "talk"), click: () => choose(name) }, label);
    made.dataset.column = name;
    return made;
  });
  function choose(name) {
    console.dataset.column = name;
    buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.column === name)));
  }
  return h("div", { class: "column-choice", role: "group", "aria-label": t.page.technician }, buttons);
}
