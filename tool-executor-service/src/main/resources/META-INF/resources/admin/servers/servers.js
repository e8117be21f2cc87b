// SPDX-License-Identifier: Apache-2.0
// The voice server's workers and agents, as this service tells of them: the browser never calls the voice server (row A110).
import { call, isLoggedIn, logIn, logOut } from "/staff/api.js";
import { button, element } from "/staff/elements.js";
import { languageOf, switchLanguage } from "/staff/texts.js";

const EVERY_MS = 10_000;
const TEXTS = {
  fr: {
    other: "English", title: "Serveurs", email: "Adresse e-mail", password: "Mot de passe", logIn: "Se connecter",
    logOut: "Se déconnecter", wrong: "Adresse ou mot de passe inconnus.", offline: "Connexion perdue, nouvelle tentative…",
    online: "Serveur vocal en ligne", down: "Serveur vocal injoignable", workers: "Serveurs d’appels", agents: "Agents",
    worker: "Serveur", address: "Adresse", calls: "Appels", most: "Maximum", sum: "Total", none: "Aucun",
    name: "Nom", transport: "Téléphonie", active: "Actif", session: "Adresse de session", yes: "oui", no: "non",
  },
  en: {
    other: "Français", title: "Servers", email: "E-mail address", password: "Password", logIn: "Log in",
    logOut: "Log out", wrong: "Unknown address or password.", offline: "Connection lost, trying again…",
    online: "Voice server online", down: "Voice server cannot be reached", workers: "Call servers", agents: "Agents",
    worker: "Server", address: "Address", calls: "Calls", most: "Maximum", sum: "Total", none: "None",
    name: "Name", transport: "Telephony", active: "Active", session: "Session address", yes: "yes", no: "no",
  },
};

const app = document.getElementById("app");
let timer = null;

const texts = () => TEXTS[languageOf()];

function frame(...children) {
  const t = texts();
  document.documentElement.lang = languageOf();
  document.title = `Allo – ${t.title}`;
  const language = button("plain", t.other, () => {
    switchLanguage();
    start();
  });
  const leave = isLoggedIn() ? button("plain", t.logOut, () => logOut().then(start)) : undefined;
  const header = element("header", {}, element("h1", {}, `Allo – ${t.title}`), language, leave);
  app.replaceChildren(header, element("main", { class: "servers" }, ...children));
}

function showLogin() {
  const t = texts();
  const email = element("input", { id: "email", type: "email", autocomplete: "username", required: true });
  const password = element("input", { id: "password", type: "password", autocomplete: "current-password", required: true });
  const problem = element("p", { class: "problem", role: "alert" });
  const form = element("form", { class: "login" }, element("label", { for: "email" }, t.email), email, element("label", { for: "password" }, t.password), password, problem, element("button", { class: "strong" }, t.logIn));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await logIn(email.value, password.value);
      start();
    } catch (failure) {
      problem.textContent = failure.status === 401 ? t.wrong : t.offline;
    }
  });
  frame(form);
  email.focus();
}

function table(title, heads, rows, sums) {
  const cells = (kind, values) => element("tr", {}, ...values.map((value) => element(kind, kind === "th" ? { scope: "col" } : {}, String(value ?? ""))));
  const body = rows.length > 0 ? rows : [[texts().none, ...heads.slice(1).map(() => "")]];
  const foot = sums ? element("tfoot", {}, cells("td", sums)) : undefined;
  return element("table", {}, element("caption", {}, title), element("thead", {}, cells("th", heads)), element("tbody", {}, ...body.map((row) => cells("td", row))), foot);
}

function show(servers) {
  const t = texts();
  const sum = (field) => servers.workers.reduce((all, worker) => all + (worker[field] ?? 0), 0);
  const workers = servers.workers.map((worker) => [worker.workerId, `${worker.host ?? ""}:${worker.port ?? ""}`, worker.activeCalls, worker.maxCalls]);
  const agents = servers.agents.map((agent) => [agent.name, agent.transportType, agent.isActive ? t.yes : t.no, agent.externalSessionUrl]);
  frame(
    element("p", { role: "status" }, servers.serverOnline ? t.online : t.down),
    table(t.workers, [t.worker, t.address, t.calls, t.most], workers, [t.sum, "", sum("activeCalls"), sum("maxCalls")]),
    table(t.agents, [t.name, t.transport, t.active, t.session], agents),
  );
}

async function look() {
  try {
    show(await call("GET", "/api/admin/servers"));
  } catch (failure) {
    if (failure.status === 401) {
      showLogin();
      return;
    }
    frame(element("p", { class: "problem", role: "status" }, failure.message || texts().offline));
  }
  timer = setTimeout(look, EVERY_MS);
}

function start() {
  clearTimeout(timer);
  if (isLoggedIn()) {
    look();
  } else {
    showLogin();
  }
}

start();
