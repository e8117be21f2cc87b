// SPDX-License-Identifier: Apache-2.0
// All agents, and a new one.
import { call } from "/pages/api.js";
import { badge, button, h } from "/pages/elements.js";
import { Table } from "/pages/table.js";
import { texts } from "/pages/texts.js";
import { askFor } from "./forms.js";
import { editsAgents, filled, heading } from "./section.js";

export const MODELS = ["built-in", "gpt-realtime", "gpt-4o-mini"];
export const VOICES = ["sage", "verse", "alloy", "marin", "cedar", "coral"];

/** Keys of new agents by agent: told once, on the agent's page. */
export const freshKeys = new Map();

export function showAgents(content) {
  const t = texts();
  const place = h("div");
  content.replaceChildren(heading(t.section.agents, editsAgents() ? button("strong", t.newAgent, create) : null), place);
  const table = new Table(
    [
      { name: "name", title: t.name, cell: (agent) => h("a", { href: `#agents/${agent.id}` }, agent.name), value: (agent) => agent.name },
      { name: "model", title: t.model, cell: (agent) => agent.aiModel, value: (agent) => agent.aiModel },
      { name: "voice", title: t.voice, cell: (agent) => agent.aiVoice, value: (agent) => agent.aiVoice },
      { name: "languages", title: t.languages, cell: (agent) => agent.languages.join(", ") },
      { name: "state", title: t.state, cell: (agent) => badge(agent.isActive ? "good" : "", agent.isActive ? t.on : t.off), value: (agent) => (agent.isActive ? 0 : 1) },
    ],
    { caption: t.section.agents, search: (agent) => `${agent.name} ${agent.aiModel} ${agent.aiVoice}`, empty: t.noAgents },
  );
  filled(place, () => call("GET", "/api/agents"), (agents) => {
    table.show(agents);
    return table.root;
  });
}

async function create() {
  const t = texts();
  const made = await askFor(
    t.newAgent,
    [
      { name: "name", label: t.name, required: true, places: "whole" },
      { name: "basePrompt", label: t.prompt, kind: "area", rows: 7, hint: t.promptHint },
      { name: "aiModel", label: t.model, kind: "suggest", options: MODELS, value: "built-in", hint: t.modelHint },
      { name: "aiVoice", label: t.voice, kind: "suggest", options: VOICES, value: "sage" },
      { name: "languages", label: t.languages, kind: "list", value: ["fr", "en"], hint: t.languagesHint },
    ],
    (values) => call("POST", "/api/agents", Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))),
    { action: t.create, wide: true },
  );
  if (made) {
    if (made.apiToken) {
      freshKeys.set(made.id, made.apiToken);
    }
    location.hash = `#agents/${made.id}`;
  }
}
