// SPDX-License-Identifier: Apache-2.0
// SIP accounts (C38 to C40): list with registrations as they change, presets, test calls, and what would become of a call.
import { call } from "/pages/api.js";
import { ask, badge, button, dialog, failed, h, toast, waiting } from "/pages/elements.js";
import { Table } from "/pages/table.js";
import { ago, languageOf, moment, texts } from "/pages/texts.js";
import { Form, UnfitJson, askFor } from "./forms.js";
import { filled, heading, watch } from "./section.js";

const PATH = "/api/admin/sip-accounts";
const KINDS = { registered: "good", registering: "busy", rejected: "alarm", unreachable: "alarm" };
const OVER = ["completed", "busy", "no-answer", "cancelled", "failed"];
const CALL_PAUSE_MS = 1_000;

/** State of an account's registration, with what the registrar said. */
export function registration(account) {
  const t = texts();
  const now = account.registration;
  if (!account.policy.register) {
    return badge("", t.noRegistration);
  }
  if (!now) {
    return badge("busy", t.registrationUnknown);
  }
  const title = [now.status, now.detail, moment(now.since)].filter(Boolean).join(" · ");
  return h("span", { title }, badge(KINDS[now.state] ?? "", t.registrationState[now.state] ?? now.state), h("span", { class: "hint" }, ` ${ago(now.since)}`), now.detail && KINDS[now.state] === "alarm" ? h("p", { class: "hint" }, now.status ? `${now.status} ${now.detail}` : now.detail) : null);
}

export function showTrunks(content) {
  const t = texts();
  const place = h("div");
  const load = () => call("GET", PATH);
  const again = () => filled(place, load, (accounts) => {
    table.show(accounts);
    return table.root;
  });
  const change = async (account) => {
    if (await edit(account)) {
      toast(t.saved, "good");
      await again();
    }
  };
  const remove = async (account) => {
    if (await ask(t.sure(account.label), t.remove, t.cancel, t.trunkGone)) {
      await call("DELETE", `${PATH}/${account.id}`);
      await again();
    }
  };
  const table = new Table(
    [
      { name: "label", title: t.name, cell: (account) => h("span", {}, account.label, account.is_default ? " " : null, account.is_default ? badge("", t.standard) : null), value: (account) => account.label },
      { name: "uri", title: t.address, cell: (account) => account.trunk_uri, value: (account) => account.trunk_uri },
      { name: "state", title: t.registration, cell: registration, value: (account) => account.registration?.state ?? "" },
      { name: "active", title: t.state, cell: (account) => badge(account.is_active ? "good" : "", account.is_active ? t.on : t.off) },
      { name: "acts", title: t.acts, quiet: true, cell: (account) => h("div", { class: "actions" }, button("", t.testCall, () => testCall(account)), button("", t.change, () => change(account)), button("danger", t.remove, () => remove(account))) },
    ],
    { caption: t.section.trunks, search: (account) => `${account.label} ${account.trunk_uri}`, empty: t.noTrunks },
  );
  content.replaceChildren(heading(t.section.trunks, button("strong", t.newTrunk, () => change(null))), h("p", { class: "hint" }, t.trunksHint), place, explain());
  again();
  watch(place, async () => table.show(await load()));
}

async function edit(account) {
  const t = texts();
  const presets = await call("GET", `${PATH}/presets`);
  const policy = account?.policy ?? {};
  return askFor(
    account ? account.label : t.newTrunk,
    [
      { name: "label", label: t.name, value: account?.label, required: true },
      { name: "preset", label: t.preset, kind: "choice", options: [["", t.noPreset], ...Object.keys(presets)], value: policy.preset ?? "", hint: t.presetHint },
      { name: "trunk_uri", label: t.address, value: account?.trunk_uri, required: true, hint: t.trunkUriHint },
      { name: "username", label: t.sipUser, value: account?.username },
      { name: "password", label: t.password, kind: "password", hint: account?.has_password ? t.keptSecret : null },
      { name: "contact_transport", label: t.transport, kind: "choice", options: ["udp", "tcp", "tls"], value: account?.contact_transport ?? "udp" },
      { name: "callerNumber", label: t.callerNumber, value: policy.callerNumber, hint: t.numberHint },
      { name: "region", label: t.region, value: policy.region, hint: t.regionHint },
      { name: "dialAllow", label: t.dialAllow, kind: "list", value: policy.dialAllow ?? [], hint: t.dialAllowHint },
      { name: "sources", label: t.sources, kind: "list", value: policy.sources ?? [], hint: t.sourcesHint },
      { name: "is_default", label: t.standardOne, kind: "tick", value: account?.is_default ?? false },
      { name: "is_active", label: t.isActive, kind: "tick", value: account?.is_active ?? true },
      { name: "policy", label: t.policy, kind: "json", rows: 6, value: account ? policy : null, hint: t.policyHint },
    ],
    (values) => send(account, values),
    { wide: true },
  );
}

/** Another preset starts the policy anew; what was not touched is not sent, so that the preset may fill it. */
function send(account, values) {
  const { preset, callerNumber, region, dialAllow, sources, policy: given, ...body } = values;
  const before = account?.policy ?? {};
  const policy = given && JSON.stringify(given) !== JSON.stringify(before) ? { ...given } : {};
  const fresh = (preset ?? null) !== (before.preset ?? null);
  if (fresh && preset) {
    policy.preset = preset;
  }
  for (const [name, value] of Object.entries({ callerNumber, region, dialAllow, sources })) {
    const same = JSON.stringify(value ?? null) === JSON.stringify(before[name] ?? (Array.isArray(value) ? [] : null));
    const said = Array.isArray(value) ? value.length > 0 : value !== null;
    if (account && !fresh ? !same : said) {
      policy[name] = value;
    }
  }
  if (Object.keys(policy).length > 0) {
    body.policy = policy;
  }
  return account ? call("PATCH", `${PATH}/${account.id}`, body) : call("POST", PATH, body);
}

async function testCall(account) {
  const t = texts();
  const workflows = await call("GET", "/api/workflows");
  if (workflows.length === 0) {
    toast(t.workflowFirst, "alarm");
    return;
  }
  const form = new Form([
    { name: "to", label: t.callTo, required: true, hint: t.callToHint },
    { name: "workflowId", label: t.workflow, kind: "choice", numbers: true, options: workflows.map((one) => [one.id, one.slug]), value: workflows[0].id },
  ]);
  const outcome = h("p", { role: "status" });
  const place = async () => {
    try {
      const placed = await call("POST", `${PATH}/${account.id}/test-calls`, form.values());
      await follow(account, placed, outcome);
    } catch (failure) {
      if (!(failure instanceof UnfitJson)) {
        outcome.replaceChildren(badge("alarm", failure.message || failure.body?.detail || t.offline));
      }
    }
  };
  const open = dialog(`${t.testCall}: ${account.label}`, [h("p", { class: "hint" }, t.testCallHint), form.root, outcome], [button("", t.close, () => open.close("")), button("strong", t.call, place)]);
}

async function follow(account, placed, outcome) {
  const t = texts();
  let now = placed;
  while (outcome.isConnected) {
    const kind = now.status === "completed" || now.status === "answered" ? "good" : OVER.includes(now.status) ? "alarm" : "busy";
    outcome.replaceChildren(badge(kind, t.callState[now.status] ?? now.status), now.end_reason ? ` ${now.end_reason}` : "");
    if (OVER.includes(now.status)) {
      return;
    }
    await new Promise((later) => setTimeout(later, CALL_PAUSE_MS));
    now = await call("GET", `${PATH}/${account.id}/test-calls/${now.call_id}`).catch(() => now);
  }
}

function explain() {
  const t = texts();
  const steps = h("ol", { class: "steps", "aria-live": "polite" });
  const asked = h("div", { class: "form" });
  const box = h("section", { class: "card stack" }, h("h3", {}, t.explain), h("p", { class: "hint" }, t.explainHint), asked, steps);
  filled(asked, () => call("GET", PATH), (accounts) => {
    const form = new Form([
      { name: "called", label: t.called, required: true },
      { name: "sipAccountId", label: t.viaTrunk, kind: "choice", numbers: true, options: [["", t.anyTrunk], ...accounts.map((one) => [one.id, one.label])] },
      { name: "channel", label: t.channel, kind: "choice", options: [["voice", t.phone], ["whatsapp", "WhatsApp"], ["sms", "SMS"], ["web", t.chat]], value: "voice" },
    ]);
    const look = async () => {
      try {
        const values = { ...form.values(), language: languageOf() };
        steps.replaceChildren(h("li", {}, waiting("loading", t.loading)));
        const told = await call("POST", "/api/admin/explain-call", values);
        steps.replaceChildren(...told.steps.map((step) => h("li", {}, badge(step.ok ? "good" : "alarm", step.ok ? t.passes : t.ends), h("strong", {}, t.step[step.step] ?? step.step), h("span", {}, step.detail))));
      } catch (failure) {
        steps.replaceChildren();
        if (!(failure instanceof UnfitJson)) {
          failed(failure);
        }
      }
    };
    return [form.root, h("div", { class: "actions" }, button("", t.explainNow, look))];
  });
  return box;
}
