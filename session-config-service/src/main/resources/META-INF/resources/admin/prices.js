// SPDX-License-Identifier: Apache-2.0
// What models cost, and what is added. One table for the installation.
import { call } from "/pages/api.js";
import { button, h, toast } from "/pages/elements.js";
import { Table } from "/pages/table.js";
import { moment, number, texts } from "/pages/texts.js";
import { askFor } from "./forms.js";
import { filled, heading, isInstallation } from "./section.js";

const PATH = "/api/ai-pricing";
/** Prices are nobody's own: they are asked for, and changed, for no account. */
const OF_ALL = { headers: { "X-Allo-Account": "" } };

export function showPrices(content) {
  const t = texts();
  const place = h("div", { class: "stack" });
  let prices = null;
  const again = () => filled(place, () => call("GET", PATH), (told) => {
    prices = told;
    return shown(told);
  });
  const change = async () => {
    if (await edit(prices)) {
      toast(t.saved, "good");
      await again();
    }
  };
  content.replaceChildren(heading(t.section.prices, isInstallation() ? button("strong", t.change, change) : null), h("p", { class: "hint" }, t.pricesHint), place);
  again();
}

function shown(prices) {
  const t = texts();
  const rows = Object.entries(prices.models).map(([id, rates]) => ({ id, rates }));
  const rate = (name) => ({ name, title: t.rates[name], kind: "number", cell: (row) => (row.rates[name] === undefined ? "–" : number(row.rates[name], 6)), value: (row) => row.rates[name] ?? -1 });
  const table = new Table(
    [{ name: "model", title: t.model, cell: (row) => row.id, value: (row) => row.id }, ...Object.keys(t.rates).map(rate)],
    { caption: t.priceTable(prices.version), search: (row) => row.id },
  );
  table.show(rows);
  const rates = Object.entries(prices.exchangeRates ?? {}).map(([currency, value]) => `1 ${prices.baseCurrency} = ${number(value, 6)} ${currency}`);
  return [
    h("p", {}, t.margin(number(prices.defaultMarginPct), number(prices.telecomCostPerMin, 6), prices.baseCurrency)),
    rates.length > 0 ? h("p", { class: "hint" }, `${rates.join(" · ")} ${prices.exchangeRatesUpdatedAt ? `(${moment(prices.exchangeRatesUpdatedAt)})` : ""}`) : null,
    table.root,
  ].filter(Boolean);
}

function edit(prices) {
  const t = texts();
  return askFor(
    t.section.prices,
    [
      { name: "defaultMarginPct", label: t.marginField, kind: "number", value: prices.defaultMarginPct, required: true },
      { name: "telecomCostPerMin", label: t.telecomField, kind: "number", value: prices.telecomCostPerMin, required: true },
      { name: "models", label: t.modelsField, kind: "json", rows: 18, value: prices.models, required: true, hint: t.modelsHint },
    ],
    (values) => call("PUT", PATH, values, OF_ALL),
    { wide: true },
  );
}
