// SPDX-License-Identifier: Apache-2.0
// Who did what: logins and changes, newest first, names of fields and never values.
import { call } from "/pages/api.js";
import { button, h } from "/pages/elements.js";
import { Table } from "/pages/table.js";
import { moment, texts } from "/pages/texts.js";
import { filled, heading } from "./section.js";

const AT_ONCE = 200;

export function showAudit(content) {
  const t = texts();
  const place = h("div", { class: "stack" });
  content.replaceChildren(heading(t.section.audit), h("p", { class: "hint" }, t.auditHint), place);
  let lines = [];
  let people = new Map();
  const load = async () => {
    const last = lines.at(-1);
    const [page, users] = await Promise.all([
      call("GET", `/api/audit?limit=${AT_ONCE}${last ? `&before=${last.id}` : ""}`),
      people.size > 0 ? [] : call("GET", "/api/users").catch(() => []),
    ]);
    people = people.size > 0 ? people : new Map(users.map((person) => [`user:${person.id}`, person.name]));
    lines = [...lines, ...page];
    return page;
  };
  const named = (who) => people.get(who) ?? who;
  const table = new Table(
    [
      { name: "at", title: t.when, cell: (line) => moment(line.at), value: (line) => line.id },
      { name: "actor", title: t.who, cell: (line) => named(line.actor), value: (line) => named(line.actor) },
      { name: "action", title: t.what, cell: (line) => t.action[line.action] ?? line.action, value: (line) => line.action },
      { name: "object", title: t.whom, cell: (line) => named(line.object), value: (line) => line.object },
      { name: "fields", title: t.fields, cell: (line) => line.fields.join(", ") },
    ],
    { caption: t.section.audit, search: (line) => `${named(line.actor)} ${t.action[line.action] ?? ""} ${line.action} ${named(line.object)} ${line.fields.join(" ")}` },
  );
  const older = button("", t.older, async () => {
    const page = await load();
    older.hidden = page.length < AT_ONCE;
    table.show(lines);
  });
  filled(place, load, (page) => {
    older.hidden = page.length < AT_ONCE;
    table.show(lines);
    return [table.root, h("div", { class: "actions" }, older)];
  });
}
