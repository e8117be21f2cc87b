// SPDX-License-Identifier: Apache-2.0
// What the sections share: who may do what, a heading with its actions, a list with its states.
import { whoIsIt } from "/pages/api.js";
import { h, waiting } from "/pages/elements.js";
import { texts } from "/pages/texts.js";

const ADMINISTERS = ["admin", "owner"];

/** people, keys, lines, SIP accounts, the log */
export function administers() {
  return ADMINISTERS.includes(whoIsIt()?.role);
}

/** agents, their tools, workflows */
export function editsAgents() {
  return administers() || whoIsIt()?.role === "agent-editor";
}

/** what agents know */
export function editsKnowledge() {
  return editsAgents() || whoIsIt()?.role === "supervisor";
}

/** of the installation, not of one account */
export function isInstallation() {
  return whoIsIt()?.role === "admin";
}

export function heading(title, ...actions) {
  return h("div", { class: "heading" }, h("h2", {}, title), h("div", { class: "actions" }, actions));
}

/** Fills a place with what a load answers; says that it loads, and why it failed. `draw(answer)` gives the elements. */
export async function filled(place, load, draw) {
  const t = texts();
  place.replaceChildren(waiting("loading", t.loading));
  try {
    const answer = await load();
    place.replaceChildren(...[draw(answer)].flat());
  } catch (failure) {
    const reason = failure.status === 403 ? t.refused : failure.message || t.offline;
    place.replaceChildren(waiting("failed", failure.status ? reason : t.offline, () => filled(place, load, draw)));
  }
}

/** Looks again every few seconds, as long as the place stands in the page. What fails is tried again. */
export function watch(place, look, pause = 3_000) {
  const again = setInterval(async () => {
    if (!place.isConnected) {
      clearInterval(again);
      return;
    }
    if (!document.hidden) {
      await look().catch(() => {});
    }
  }, pause);
}
