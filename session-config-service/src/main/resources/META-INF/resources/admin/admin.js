// SPDX-License-Identifier: Apache-2.0
// The administration: the first administrator of an empty installation, else sections, chosen by the address behind #.
import { call, chooseAccount, chosenAccount, isLoggedIn } from "/pages/api.js";
import { field, h, waiting } from "/pages/elements.js";
import { openPage } from "/pages/shell.js";
import { texts } from "/pages/texts.js";
import { showAccounts } from "./accounts.js";
import { showAgent } from "./agent.js";
import { showAgents } from "./agents.js";
import { showAudit } from "./audit.js";
import { showCustomers } from "./customers.js";
import { showKeys } from "./keys.js";
import { showKnowledge } from "./knowledge.js";
import { showPeople } from "./people.js";
import { showPrices } from "./prices.js";
import { administers, isInstallation } from "./section.js";
import { setupForm } from "./setup.js";
import { EN } from "./texts_en.js";
import { FR } from "./texts_fr.js";
import { showTrunks } from "./trunks.js";
import { showWorkflows } from "./workflows.js";

/** name: [shows itself, who sees it, whether it is one account's] */
const SECTIONS = {
  accounts: [showAccounts, isInstallation, false],
  agents: [showAgents, () => true, true],
  trunks: [showTrunks, administers, true],
  workflows: [showWorkflows, () => true, true],
  knowledge: [showKnowledge, () => true, true],
  customers: [showCustomers, () => true, true],
  people: [showPeople, administers, false],
  keys: [showKeys, administers, true],
  prices: [showPrices, () => true, false],
  audit: [showAudit, administers, false],
};

let needsSetup = false;
let accounts = null;
let provider = null;

function show(main, again) {
  if (!isLoggedIn()) {
    main.replaceChildren(setupForm(() => {
      needsSetup = false;
      again();
    }));
    return undefined;
  }
  const content = h("div", { class: "content" });
  const sections = h("nav", { class: "sections", "aria-label": texts().sections });
  main.replaceChildren(h("div", { class: "admin" }, sections, content));
  const draw = async () => {
    if (isInstallation()) {
      accounts ??= await call("GET", "/api/accounts", undefined, { headers: { "X-Allo-Account": "" } }).catch(() => null);
    }
    const place = whereTo();
    sections.replaceChildren(...links(place.section, draw));
    const [shown, , ofAccount] = SECTIONS[place.section];
    if (ofAccount && isInstallation() && !chosenAccount()) {
      content.replaceChildren(waiting("empty", texts().chooseFirst));
      return;
    }
    if (place.section === "agents" && place.id) {
      showAgent(content, place.id, place.part);
      return;
    }
    shown(content, () => {
      accounts = null;
      return draw();
    });
  };
  addEventListener("hashchange", draw);
  draw();
  return () => removeEventListener("hashchange", draw);
}

/** #agents/ID/tools */
function whereTo() {
  const [section, id, part] = location.hash.slice(1).split("/").map(decodeURIComponent);
  const known = Object.hasOwn(SECTIONS, section) && SECTIONS[section][1]();
  return known ? { section, id, part } : { section: isInstallation() && !chosenAccount() ? "accounts" : "agents" };
}

function links(current, draw) {
  const t = texts();
  const made = Object.entries(SECTIONS)
    .filter(([, [, sees]]) => sees())
    .map(([name]) => h("a", { href: `#${name}`, "aria-current": name === current ? "page" : null }, t.section[name]));
  return isInstallation() ? [accountChoice(t, draw), ...made] : made;
}

function accountChoice(t, draw) {
  const select = h("select", {}, h("option", { value: "" }, t.choose), (accounts ?? []).map((one) => h("option", { value: one.id, selected: one.id === chosenAccount() }, one.name)));
  select.addEventListener("change", () => {
    chooseAccount(select.value);
    draw();
  });
  return field(t.account, select);
}

/** Null when nobody answers: the frame of the page says so then. */
async function told(path) {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** The button of the OpenID provider, and why its last way back led nowhere. */
function otherLogin() {
  const t = texts();
  const how = new URLSearchParams(location.search).get("login");
  const problem = how ? h("p", { class: "problem", role: "alert" }, t.providerLogin[how] ?? t.providerLogin.failed) : null;
  return [problem, provider?.enabled ? h("a", { class: "button", href: "/api/login/oidc?to=/admin/" }, t.logInBy(provider.label)) : null].filter(Boolean);
}

async function begin() {
  const [setup, offered] = await Promise.all([told("/api/setup"), told("/api/login/oidc/state")]);
  needsSetup = setup?.needed ?? false;
  provider = offered;
  openPage({
    name: "admin",
    texts: { fr: FR, en: EN },
    get login() {
      return needsSetup ? "asked" : "always";
    },
    otherLogin,
    show,
  });
}

begin();

