// SPDX-License-Identifier: Apache-2.0
// The numbers that an agent answers. A line with a SIP domain and user is a trunk at once: its registration is shown as it changes.
import { call } from "/pages/api.js";
import { badge, button, h, toast } from "/pages/elements.js";
import { Table } from "/pages/table.js";
import { texts } from "/pages/texts.js";
import { askFor } from "./forms.js";
import { filled, watch } from "./section.js";
import { registration } from "./trunks.js";

export function showLines(body, agent) {
  const t = texts();
  const place = h("div", { class: "stack" });
  const path = `/api/agents/${agent.id}/phone-lines`;
  const load = async () => {
    const [lines, accounts] = await Promise.all([call("GET", path), call("GET", "/api/admin/sip-accounts")]);
    const byId = new Map(accounts.map((account) => [account.id, account]));
    return lines.map((line) => ({ ...line, trunk: byId.get(line.sipAccountId) ?? null }));
  };
  const table = new Table(
    [
      { name: "number", title: t.number, cell: (line) => line.phoneNumber, value: (line) => line.phoneNumber },
      { name: "sip", title: t.trunk, cell: (line) => (line.sipDomain ? `${line.sipUsername ?? ""}@${line.sipDomain} (${line.sipTransport})` : t.noTrunk) },
      { name: "state", title: t.registration, cell: (line) => (line.trunk ? registration(line.trunk) : "") },
      { name: "active", title: t.state, cell: (line) => badge(line.isActive ? "good" : "", line.isActive ? t.on : t.off) },
      { name: "acts", title: t.acts, quiet: true, cell: (line) => button("", t.change, () => edit(line)) },
    ],
    { caption: t.part.lines, empty: t.noLines },
  );
  const again = () => filled(place, load, (lines) => {
    table.show(lines);
    return table.root;
  });
  const edit = async (line) => {
    const stored = await askFor(
      line ? line.phoneNumber : t.newLine,
      [
        { name: "phoneNumber", label: t.number, value: line?.phoneNumber, required: true, hint: t.numberHint },
        { name: "sipDomain", label: t.sipDomain, value: line?.sipDomain, hint: t.sipDomainHint },
        { name: "sipUsername", label: t.sipUser, value: line?.sipUsername },
        { name: "sipPassword", label: t.password, kind: "password", hint: line?.hasSipPassword ? t.keptSecret : null },
        { name: "sipTransport", label: t.transport, kind: "choice", options: ["udp", "tcp", "tls"], value: line?.sipTransport ?? "udp" },
        { name: "isActive", label: t.isActive, kind: "tick", value: line?.isActive ?? true },
      ],
      (values) => call(line ? "PUT" : "POST", line ? `${path}/${line.id}` : path, values),
      { wide: true },
    );
    if (stored) {
      toast(t.saved, "good");
      await again();
    }
  };
  body.append(h("p", { class: "hint" }, t.linesHint), h("div", { class: "actions" }, button("strong", t.newLine, () => edit(null))), place);
  again();
  watch(place, async () => table.show(await load()));
}
