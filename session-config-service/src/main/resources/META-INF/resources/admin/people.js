// SPDX-License-Identifier: Apache-2.0
// People and their roles.
import { call, whoIsIt } from "/pages/api.js";
import { ask, badge, button, h, toast } from "/pages/elements.js";
import { Table } from "/pages/table.js";
import { moment, texts } from "/pages/texts.js";
import { askFor } from "./forms.js";
import { filled, heading, isInstallation } from "./section.js";

const PATH = "/api/users";
const ROLES = ["owner", "supervisor", "agent-editor", "staff", "technician", "viewer"];

export function showPeople(content) {
  const t = texts();
  const place = h("div");
  const again = () => filled(place, () => call("GET", PATH), (people) => {
    table.show(people);
    return table.root;
  });
  const stored = async (asking) => {
    if (await asking) {
      toast(t.saved, "good");
      await again();
    }
  };
  const remove = async (person) => {
    if (await ask(t.sure(person.name), t.remove, t.cancel)) {
      await call("DELETE", `${PATH}/${person.id}`);
      await again();
    }
  };
  const acts = (person) => {
    const self = person.id === whoIsIt()?.id;
    return h("div", { class: "actions" }, button("", t.change, () => stored(change(person, self))), self ? null : button("danger", t.remove, () => remove(person)));
  };
  const table = new Table(
    [
      { name: "name", title: t.name, cell: (person) => person.name, value: (person) => person.name },
      { name: "email", title: t.email, cell: (person) => person.email, value: (person) => person.email },
      { name: "role", title: t.role, cell: (person) => t.roles[person.role] ?? person.role, value: (person) => person.role },
      { name: "last", title: t.lastLogin, cell: (person) => moment(person.lastLoginAt) || t.never, value: (person) => person.lastLoginAt ?? "" },
      { name: "state", title: t.state, cell: (person) => badge(person.isActive ? "good" : "", person.isActive ? t.on : t.off) },
      { name: "acts", title: t.acts, quiet: true, cell: acts },
    ],
    { caption: t.section.people, search: (person) => `${person.name} ${person.email} ${t.roles[person.role] ?? person.role}` },
  );
  content.replaceChildren(heading(t.section.people, button("strong", t.newPerson, () => stored(create()))), h("p", { class: "hint" }, t.rolesHint), place);
  again();
}

function roles(value) {
  const t = texts();
  const all = isInstallation() ? ["admin", ...ROLES] : ROLES;
  return { name: "role", label: t.role, kind: "choice", options: all.map((role) => [role, t.roles[role]]), value };
}

function create() {
  const t = texts();
  return askFor(
    t.newPerson,
    [
      { name: "name", label: t.name, required: true },
      { name: "email", label: t.email, kind: "email", required: true },
      roles("staff"),
      { name: "password", label: t.newPassword, kind: "password", required: true, hint: t.passwordHint },
    ],
    // an administrator of the installation belongs to no account, whichever is chosen
    (values) => call("POST", PATH, values, values.role === "admin" ? { headers: { "X-Allo-Account": "" } } : {}),
    { action: t.create },
  );
}

function change(person, self) {
  const t = texts();
  const fields = [
    { name: "name", label: t.name, value: person.name, required: true },
    { name: "password", label: t.newPassword, kind: "password", hint: t.passwordKept },
  ];
  if (!self && person.accountId) {
    fields.push({ ...roles(person.role), options: roles(person.role).options.filter(([role]) => role !== "admin") }, { name: "isActive", label: t.mayLogIn, kind: "tick", value: person.isActive });
  }
  return askFor(person.email, fields, (values, form) => call("PUT", `${PATH}/${person.id}`, form.changed()));
}
