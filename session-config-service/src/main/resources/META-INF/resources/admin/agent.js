// SPDX-License-Identifier: Apache-2.0
// One agent: what it is told, how it speaks, what it can do, which numbers it answers.
import { call } from "/pages/api.js";
import { ask, badge, button, h, toast } from "/pages/elements.js";
import { texts } from "/pages/texts.js";
import { MODELS, VOICES, freshKeys } from "./agents.js";
import { Form, UnfitJson, pre, secretOnce } from "./forms.js";
import { showLines } from "./lines.js";
import { administers, editsAgents, filled, heading } from "./section.js";
import { showTools } from "./tools.js";

const PARTS = { prompt: showPrompt, settings: showSettings, tools: showTools, lines: showLines };

export function showAgent(content, id, part = "prompt") {
  filled(content, () => call("GET", `/api/agents/${id}`), (agent) => {
    const t = texts();
    const body = h("div", { class: "stack" });
    const chosen = Object.hasOwn(PARTS, part) ? part : "prompt";
    PARTS[chosen](body, agent);
    const parts = Object.keys(PARTS).filter((name) => name !== "lines" || administers());
    return [
      h("p", {}, h("a", { href: "#agents" }, `← ${t.section.agents}`)),
      heading(agent.name, badge(agent.isActive ? "good" : "", agent.isActive ? t.on : t.off), editsAgents() ? button("danger", t.remove, () => remove(agent)) : null),
      freshKeys.has(id) ? h("section", { class: "card" }, secretOnce(t.agentKeyOnce, freshKeys.get(id))) : null,
      h("nav", { class: "sections parts", "aria-label": agent.name }, parts.map((name) => h("a", { href: `#agents/${id}/${name}`, "aria-current": name === chosen ? "page" : null }, t.part[name]))),
      body,
    ].filter(Boolean);
  });
}

async function remove(agent) {
  const t = texts();
  if (!(await ask(t.sure(agent.name), t.remove, t.cancel, t.agentGone))) {
    return;
  }
  try {
    await call("DELETE", `/api/agents/${agent.id}`);
  } catch (failure) {
    if (failure.status !== 409) {
      throw failure;
    }
    toast(`${t.agentInUse} ${failure.message.replace(/^[^:]*: /, "")}`, "alarm");
    return;
  }
  toast(t.removed, "good");
  location.hash = "#agents";
}

async function store(agent, form) {
  let changes;
  try {
    changes = form.changed();
    if (Object.keys(changes).length === 0) {
      toast(texts().nothingChanged);
      return;
    }
    Object.assign(agent, await call("PUT", `/api/agents/${agent.id}`, changes));
  } catch (failure) {
    if (!(failure instanceof UnfitJson)) {
      form.refuse(failure);
    }
    return;
  }
  for (const one of form.fields) {
    if (one.name in changes) {
      one.value = changes[one.name];
    }
  }
  toast(texts().saved, "good");
}

function showPrompt(body, agent) {
  const t = texts();
  const form = new Form([{ name: "basePrompt", label: t.prompt, kind: "area", class: "tall", value: agent.basePrompt, hint: agent.externalSessionUrl ? t.promptElsewhere(agent.externalSessionUrl) : t.promptHint }]);
  const contact = new Form([
    { name: "channel", label: t.channel, kind: "choice", options: [["phone", t.phone], ["chat", t.chat]], value: "phone" },
    { name: "callerPhone", label: t.caller, hint: t.callerHint },
  ]);
  const shown = h("div", { class: "stack", "aria-live": "polite" });
  const look = () =>
    filled(shown, () => call("POST", `/api/agents/${agent.id}/preview`, { ...contact.values(), prompt: form.input("basePrompt").value }), (preview) => previewed(preview));
  const save = editsAgents() ? button("strong", t.save, () => store(agent, form)) : null;
  const preview = h("section", { class: "card stack" }, h("h3", {}, t.previewTitle), h("p", { class: "hint" }, t.previewHint), contact.root, h("div", { class: "actions" }, button("", t.preview, look)), shown);
  body.append(h("div", { class: "editor" }, h("section", { class: "card stack" }, form.root, h("div", { class: "actions" }, save)), editsAgents() ? preview : null));
}

function previewed(preview) {
  const t = texts();
  return [
    h("p", {}, t.composedBy[preview.composedBy] ?? preview.composedBy, preview.sessionUrl ? ` ${preview.sessionUrl}` : ""),
    h("p", {}, `${t.model}: ${preview.model} · ${t.voice}: ${preview.voice} · ${t.languages}: ${preview.languages.join(", ")}`),
    preview.greeting ? h("h3", {}, t.greeting) : null,
    preview.greeting ? pre(preview.greeting) : null,
    preview.prompt === null ? null : h("h3", {}, t.prompt),
    preview.prompt === null ? null : pre(preview.prompt || t.emptyPrompt),
    h("h3", {}, `${t.part.tools} (${preview.tools.length})`),
    ...preview.tools.map((tool) => h("details", {}, h("summary", {}, tool.name), h("p", {}, tool.description), pre(tool.parameters))),
    h("details", {}, h("summary", {}, t.context), pre(preview.context)),
  ].filter(Boolean);
}

function showSettings(body, agent) {
  filled(body, () => call("GET", "/api/final-customers").catch(() => []), (customers) => settings(agent, customers));
}

function settings(agent, customers) {
  const t = texts();
  const form = new Form([
    { name: "name", label: t.name, value: agent.name, required: true },
    { name: "isActive", label: t.isActive, kind: "tick", value: agent.isActive },
    { name: "finalCustomerId", label: t.customer, kind: "choice", options: [["", t.noCustomer], ...customers.map((one) => [one.id, one.name])], value: agent.finalCustomerId ?? "" },
    { name: "aiModel", label: t.model, kind: "suggest", options: MODELS, value: agent.aiModel, required: true, hint: t.modelHint },
    { name: "aiVoice", label: t.voice, kind: "suggest", options: VOICES, value: agent.aiVoice, required: true },
    { name: "languages", label: t.languages, kind: "list", value: agent.languages, hint: t.languagesHint },
    { name: "temperature", label: t.temperature, kind: "number", value: agent.temperature, required: true },
    { name: "ringTimeoutSeconds", label: t.ring, kind: "number", value: agent.ringTimeoutSeconds, required: true },
    { name: "maxCallDurationSec", label: t.longest, kind: "number", value: agent.maxCallDurationSec, required: true },
    { name: "timezone", label: t.timezone, value: agent.timezone, required: true },
    { name: "transferNumber", label: t.transferNumber, value: agent.transferNumber, hint: t.numberHint },
    { name: "vadThreshold", label: t.vadThreshold, kind: "number", value: agent.vadThreshold, required: true },
    { name: "vadSilenceMs", label: t.vadSilence, kind: "number", value: agent.vadSilenceMs, required: true },
    { name: "externalSessionUrl", label: t.sessionUrl, value: agent.externalSessionUrl, hint: t.sessionUrlHint },
    { name: "externalSessionKey", label: t.sessionKey, kind: "password", hint: agent.externalSessionKey ? t.keptSecret : null },
    { name: "onCallEndWebhook", label: t.webhook, value: agent.onCallEndWebhook },
    { name: "apiBaseUrl", label: t.baseUrl, value: agent.apiBaseUrl },
    { name: "chatEnabled", label: t.chatEnabled(agent.publicToken), kind: "tick", value: agent.chatEnabled },
    { name: "config", label: t.config, kind: "json", value: agent.config, rows: 12, hint: t.configHint },
  ]);
  const save = editsAgents() ? button("strong", t.save, () => store(agent, form)) : null;
  return h("section", { class: "card stack" }, form.root, h("div", { class: "actions" }, save));
}
