// SPDX-License-Identifier: Apache-2.0
// What an agent can do: its stored tools, tried by hand, and the MCP servers whose tools it has.
import { call } from "/pages/api.js";
import { ask, badge, button, dialog, failed, h, toast, waiting } from "/pages/elements.js";
import { Table } from "/pages/table.js";
import { texts } from "/pages/texts.js";
import { Form, UnfitJson, askFor, pre } from "./forms.js";
import { editsAgents, filled, heading } from "./section.js";

const NEW_TOOL = {
  name: "",
  description: "",
  isEnabled: true,
  parameters: { type: "object", properties: { wine: { type: "string" } }, required: ["wine"] },
  http: { method: "GET", url: "=https://example.com/wines/{{$ai.wine}}", headers: {} },
  contextUpdates: {},
};
const TRIAL_MS = 20_000;

export function showTools(body, agent) {
  const t = texts();
  const may = editsAgents();
  const path = `/api/agents/${agent.id}/tools`;
  const place = h("div");
  const again = () => filled(place, () => call("GET", path), (tools) => {
    table.show(tools);
    return table.root;
  });
  const edit = async (tool) => {
    if (await askTool(path, tool)) {
      toast(t.saved, "good");
      await again();
    }
  };
  const remove = async (tool) => {
    if (await ask(t.sure(tool.name), t.remove, t.cancel)) {
      await call("DELETE", `${path}/${tool.id}`);
      await again();
    }
  };
  const table = new Table(
    [
      { name: "name", title: t.name, cell: (tool) => tool.name, value: (tool) => tool.name },
      { name: "does", title: t.description, cell: (tool) => tool.description },
      { name: "type", title: t.kind, cell: (tool) => t.toolKind[tool.type] ?? tool.type, value: (tool) => tool.type },
      { name: "state", title: t.state, cell: (tool) => badge(tool.isEnabled ? "good" : "", tool.isEnabled ? t.on : t.off) },
      { name: "acts", title: t.acts, quiet: true, cell: (tool) => may ? h("div", { class: "actions" }, button("", t.tryIt, () => tryTool(agent, tool)), button("", t.change, () => edit(tool)), button("danger", t.remove, () => remove(tool))) : "" },
    ],
    { caption: t.part.tools, search: (tool) => `${tool.name} ${tool.description}`, empty: t.noTools },
  );
  body.append(heading(t.part.tools, may ? button("strong", t.newTool, () => edit(null)) : null), place);
  showServers(body, agent, may);
  again();
}

function askTool(path, tool) {
  const t = texts();
  const shown = tool ?? NEW_TOOL;
  return askFor(
    tool ? tool.name : t.newTool,
    [
      { name: "name", label: t.name, value: shown.name, required: true, hint: t.toolNameHint },
      { name: "isEnabled", label: t.isActive, kind: "tick", value: shown.isEnabled },
      { name: "description", label: t.description, kind: "area", rows: 3, value: shown.description, required: true, hint: t.toolDescriptionHint },
      { name: "parameters", label: t.parameters, kind: "json", rows: 8, value: shown.parameters, required: true },
      { name: "http", label: t.http, kind: "json", rows: 8, value: shown.http, hint: t.httpHint },
      { name: "contextUpdates", label: t.contextUpdates, kind: "json", rows: 3, value: shown.contextUpdates },
    ],
    (values) => {
      const { id, type, ...kept } = shown;
      const wanted = { ...kept, ...values };
      return tool ? call("PUT", `${path}/${id}`, wanted) : call("POST", path, wanted);
    },
    { wide: true },
  );
}

/** The arguments that a schema asks for, to be filled in. */
function skeleton(schema) {
  const empty = { string: "", number: 0, integer: 0, boolean: false, array: [], object: {} };
  return Object.fromEntries(Object.entries(schema?.properties ?? {}).map(([name, one]) => [name, one.default ?? one.enum?.[0] ?? empty[one.type] ?? ""]));
}

async function tryTool(agent, tool) {
  const t = texts();
  const preview = await call("POST", `/api/agents/${agent.id}/preview`, {}).catch(() => ({ context: {} }));
  const form = new Form([
    { name: "arguments", label: t.arguments, kind: "json", rows: 7, value: skeleton(tool.parameters), required: true },
    { name: "context", label: t.context, kind: "json", rows: 5, value: preview.context, hint: t.contextHint },
  ]);
  const outcome = h("div", { class: "stack", "aria-live": "polite" });
  const run = async () => {
    let values;
    try {
      values = form.values();
    } catch {
      return;
    }
    outcome.replaceChildren(waiting("loading", t.loading));
    try {
      const tried = await call("POST", `/api/agents/${agent.id}/try-tool`, { tool: tool.name, arguments: values.arguments, context: values.context ?? {} }, { timeoutMs: TRIAL_MS });
      outcome.replaceChildren(...result(tried));
    } catch (failure) {
      outcome.replaceChildren();
      if (!(failure instanceof UnfitJson)) {
        failed(failure);
      }
    }
  };
  const open = dialog(`${t.tryIt}: ${tool.name}`, [h("p", {}, t.tryWarning), form.root, outcome], [button("", t.close, () => open.close("")), button("strong", t.tryIt, run)], "wide");
}

function result(tried) {
  const t = texts();
  const request = tried.request;
  return [
    tried.problem ? h("p", { class: "problem", role: "alert" }, tried.problem) : null,
    request ? h("h3", {}, t.request) : null,
    request ? pre({ [request.method]: request.url, query: request.query, headers: Object.fromEntries((request.headers ?? []).map((name) => [name, "***"])), body: request.body ?? undefined }) : null,
    tried.answer ? h("h3", {}, t.answer(tried.answer.status, tried.millis)) : null,
    tried.answer ? pre(tried.answer.body ?? "") : null,
    tried.answer ? h("h3", {}, t.told) : null,
    tried.answer ? pre(tried.told) : null,
    Object.keys(tried.contextUpdates ?? {}).length > 0 ? h("h3", {}, t.contextUpdates) : null,
    Object.keys(tried.contextUpdates ?? {}).length > 0 ? pre(tried.contextUpdates) : null,
  ].filter(Boolean);
}

function showServers(body, agent, may) {
  const t = texts();
  const path = `/api/agents/${agent.id}/mcp-servers`;
  const place = h("div");
  const again = () => filled(place, () => call("GET", path), (servers) => {
    table.show(servers);
    return table.root;
  });
  const add = async () => {
    const made = await askFor(
      t.newServer,
      [
        { name: "name", label: t.name, required: true, places: "whole" },
        { name: "url", label: "URL", required: true, places: "whole" },
        { name: "headers", label: t.headers, kind: "json", rows: 3, value: {}, hint: t.headersHint },
      ],
      (values) => call("POST", path, { ...values, headers: values.headers ?? {} }, { timeoutMs: TRIAL_MS }),
    );
    if (made) {
      await again();
    }
  };
  const remove = async (server) => {
    if (await ask(t.sure(server.name), t.remove, t.cancel)) {
      await call("DELETE", `${path}/${server.id}`);
      await again();
    }
  };
  const table = new Table(
    [
      { name: "name", title: t.name, cell: (server) => server.name, value: (server) => server.name },
      { name: "url", title: "URL", cell: (server) => server.url },
      { name: "tools", title: t.part.tools, cell: (server) => h("span", {}, server.tools.join(", "), server.lastError ? h("p", { class: "problem" }, server.lastError) : null) },
      { name: "acts", title: t.acts, quiet: true, cell: (server) => (may ? button("danger", t.remove, () => remove(server)) : "") },
    ],
    { caption: t.servers, empty: t.noServers },
  );
  body.append(heading(t.servers, may ? button("", t.newServer, add) : null), place);
  again();
}
