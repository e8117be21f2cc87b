// SPDX-License-Identifier: Apache-2.0
// For whom an account runs agents: what they pay in, and with which margin.
import { call } from "/pages/api.js";
import { badge, button, h, toast } from "/pages/elements.js";
import { Table } from "/pages/table.js";
import { number, texts } from "/pages/texts.js";
import { askFor } from "./forms.js";
import { administers, filled, heading } from "./section.js";

const PATH = "/api/final-customers";

export function showCustomers(content) {
  const t = texts();
  const place = h("div");
  const again = () => filled(place, () => call("GET", PATH), (customers) => {
    table.show(customers);
    return table.root;
  });
  const edit = async (customer) => {
    if (await askForCustomer(customer)) {
      toast(t.saved, "good");
      await again();
    }
  };
  const columns = [
    { name: "name", title: t.name, cell: (one) => one.name, value: (one) => one.name },
    { name: "email", title: t.email, cell: (one) => one.email ?? "", value: (one) => one.email ?? "" },
    { name: "phone", title: t.number, cell: (one) => one.phone ?? "" },
    { name: "currency", title: t.currency, cell: (one) => one.currency, value: (one) => one.currency },
    { name: "margin", title: t.marginField, kind: "number", cell: (one) => (one.costMarginPct === null ? t.usual : number(one.costMarginPct)), value: (one) => one.costMarginPct ?? -1 },
    { name: "state", title: t.state, cell: (one) => badge(one.isActive ? "good" : "", one.isActive ? t.on : t.off), value: (one) => (one.isActive ? 0 : 1) },
  ];
  if (administers()) {
    columns.push({ name: "acts", title: t.acts, quiet: true, cell: (one) => button("", t.change, () => edit(one), { "aria-label": `${t.change} ${one.name}` }) });
  }
  const table = new Table(columns, { caption: t.section.customers, search: (one) => `${one.name} ${one.email ?? ""} ${one.phone ?? ""}`, empty: t.noCustomers });
  content.replaceChildren(heading(t.section.customers, administers() ? button("strong", t.newCustomer, () => edit(null)) : null), h("p", { class: "hint" }, t.customersHint), place);
  again();
}

function askForCustomer(customer) {
  const t = texts();
  return askFor(
    customer?.name ?? t.newCustomer,
    [
      { name: "name", label: t.name, value: customer?.name, required: true },
      { name: "email", label: t.email, kind: "email", value: customer?.email },
      { name: "phone", label: t.number, value: customer?.phone },
      { name: "currency", label: t.currency, value: customer?.currency ?? "EUR", required: true, hint: t.currencyHint },
      { name: "costMarginPct", label: t.marginField, kind: "number", value: customer?.costMarginPct, hint: t.customerMarginHint },
      { name: "isActive", label: t.isActive, kind: "tick", value: customer?.isActive ?? true },
    ],
    (values, form) => (customer ? call("PUT", `${PATH}/${customer.id}`, form.changed()) : call("POST", PATH, values)),
    customer ? {} : { action: t.create },
  );
}
