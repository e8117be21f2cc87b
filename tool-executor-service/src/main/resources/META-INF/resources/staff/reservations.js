// SPDX-License-Identifier: Apache-2.0
// The booked tables of a day, in the order of the clock.
import { call } from "/pages/api.js";
import { ask, badge, button, h } from "/pages/elements.js";
import { texts } from "/pages/texts.js";
import { dayOf } from "./day.js";
import { Rows } from "./rows.js";

const NEXT = {
  pending: ["confirmed", "cancelled"],
  confirmed: ["seated", "no_show", "cancelled"],
  seated: ["completed"],
};

export class Reservations {
  constructor(page) {
    this.page = page;
    this.day = h("input", { type: "date", id: "day", value: dayOf(Date.now(), page.restaurant.timezone) });
    this.day.addEventListener("change", () => this.page.refreshNow());
    this.rows = new Rows((one) => this.row(one), { empty: texts().none.reservations });
    this.root = h("div", { class: "rows-box" }, h("p", { class: "day" }, h("label", { for: "day" }, texts().day), this.day), this.rows.root);
  }

  async refresh() {
    const of = `restaurantId=${encodeURIComponent(this.page.restaurant.id)}`;
    const date = this.day.value || dayOf(Date.now(), this.page.restaurant.timezone);
    const all = await call("GET", `/api/reservations?${of}&date=${date}`);
    all.sort((a, b) => a.reservationTime.localeCompare(b.reservationTime));
    this.rows.show(all);
    return all.filter((one) => NEXT[one.status]).length;
  }

  row(one) {
    const t = texts();
    return h(
      "li",
      { class: `row ${one.status}` },
      h("strong", { class: "clock" }, one.localTime),
      h(
        "div",
        { class: "what" },
        h("p", {}, `${one.customerName ?? t.guest}, ${t.people(one.partySize)} `, badge(one.status, t.status[one.status] ?? one.status)),
        h("p", { class: "who" }, h("a", { href: `tel:${one.customerPhone}` }, one.customerPhone)),
        one.notes ? h("p", { class: "notes" }, one.notes) : null,
      ),
      h("div", { class: "actions" }, ...(NEXT[one.status] ?? []).map((status) => this.step(one, status))),
    );
  }

  step(one, status) {
    const t = texts();
    return button(status === "cancelled" || status === "no_show" ? "" : "strong", t.act[status], async () => {
      if (status !== "cancelled" || (await ask(t.cancelTable(one.customerName ?? t.guest), t.yes, t.no))) {
        await this.page.change(() => call("PATCH", "/api/reservations", { id: one.id, status }));
      }
    });
  }
}
