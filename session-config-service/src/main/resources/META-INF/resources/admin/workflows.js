// SPDX-License-Identifier: Apache-2.0
// Workflows: who answers a SIP account where no agent has the number, and who talks when we call.
import { call } from "/pages/api.js";
import { ask, badge, button, h, toast } from "/pages/elements.js";
import { Table } from "/pages/table.js";
import { texts } from "/pages/texts.js";
import { MODELS, VOICES } from "./agents.js";
import { askFor } from "./forms.js";
import { administers, editsAgents, filled, heading } from "./section.js";

const PATH = "/api/workflows";

export function showWorkflows(content) {
  const t = texts();
  const may = editsAgents();
  const place = h("div");
  let trunks = [];
  const load = async () => {
    trunks = administers() ? await call("GET", "/api/admin/sip-accounts") : [];
    return call("GET", PATH);
  };
  const again = () => filled(place, load, (workflows) => {
    table.show(workflows);
    return table.root;
  });
  const stored = async (asking) => {
    if (await asking) {
      toast(t.saved, "good");
      await again();
    }
  };
  const remove = async (workflow) => {
    if (await ask(t.sure(workflow.slug), t.remove, t.cancel)) {
      await call("DELETE", `${PATH}/${workflow.id}`);
      await again();
    }
  };
  const trunkOf = (workflow) => trunks.find((one) => one.id === workflow.sip_account_id)?.label ?? workflow.sip_account_id ?? "";
  const table = new Table(
    [
      { name: "slug", title: t.name, cell: (one) => one.slug, value: (one) => one.slug },
      { name: "model", title: t.model, cell: (one) => (one.voice_agent ? `${one.voice_agent.model ?? t.usual} · ${one.voice_agent.voice ?? t.usual}` : badge("alarm", t.takesNoCalls)) },
      { name: "trunk", title: t.trunk, cell: trunkOf, value: trunkOf },
      { name: "version", title: t.version, kind: "number", cell: (one) => one.version, value: (one) => one.version },
      { name: "warnings", title: t.warnings, cell: (one) => one.warnings.join("; ") },
      { name: "acts", title: t.acts, quiet: true, cell: (one) => (may ? h("div", { class: "actions" }, button("", t.change, () => stored(change(one, trunks))), button("danger", t.remove, () => remove(one))) : "") },
    ],
    { caption: t.section.workflows, search: (one) => one.slug, empty: t.noWorkflows },
  );
  content.replaceChildren(heading(t.section.workflows, may ? button("strong", t.newWorkflow, () => stored(create(trunks))) : null), h("p", { class: "hint" }, t.workflowsHint), place);
  again();
}

function trunkField(trunks, value) {
  const t = texts();
  return { name: "sip_account_id", label: t.trunk, kind: "choice", numbers: true, options: [["", t.noTrunkOfItsOwn], ...trunks.map((one) => [one.id, one.label])], value };
}

function create(trunks) {
  const t = texts();
  return askFor(
    t.newWorkflow,
    [
      { name: "slug", label: t.name, required: true, hint: t.slugHint },
      trunkField(trunks, null),
      { name: "instructions", label: t.prompt, kind: "area", rows: 6, required: true },
      { name: "model", label: t.model, kind: "suggest", options: MODELS, value: "built-in" },
      { name: "voice", label: t.voice, kind: "suggest", options: VOICES },
      { name: "ring", label: t.ring, kind: "number", value: 1 },
    ],
    ({ slug, sip_account_id: trunk, instructions, model, voice, ring }) =>
      call("POST", PATH, {
        slug,
        sip_account_id: trunk,
        definition: [{ kind: "voice-agent", slug: "main", parameters: { instructions, ...(model ? { model } : {}), ...(voice ? { voice } : {}), ring_timeout_seconds: ring ?? 0, tools: [], handoffs: [] } }],
      }),
    { action: t.create, wide: true },
  );
}

function change(workflow, trunks) {
  const t = texts();
  return askFor(
    workflow.slug,
    [
      { name: "slug", label: t.name, value: workflow.slug, required: true, hint: t.slugHint },
      trunkField(trunks, workflow.sip_account_id),
      { name: "definition", label: t.definition, kind: "json", rows: 16, value: workflow.definition, required: true, hint: t.definitionHint },
    ],
    (values) => call("PATCH", `${PATH}/${workflow.id}`, values),
    { wide: true },
  );
}
