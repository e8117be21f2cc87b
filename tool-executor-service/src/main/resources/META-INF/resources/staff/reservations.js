// SPDX-License-Identifier: Apache-2.0
// The booked tables of a day, in the order of the clock.
import { call } from "./api.js";
import { ask, badge, button, element, keyed } from "./elements.js";
import { dayOf, texts } from "./texts.js";

const NEXT = {
  pending: ["confirmed", "cancelled"],
  confirmed: ["seated", "no_show", "cancelled"],
  seated: ["completed"],
};

export class Reservations {
  constructor(page) {
    this.page = page;
    this.day = element("input", { type: "date", id: "day", value: dayOf(Date.now(), page.restaurant.timezone) });
    this.day.addEventListener("change", () => this.page.refreshNow());
    this.list = element("ul", { class: "rows" });
    this.empty = element("p", { class: "empty", hidden: true }, texts().none.reservations);
    this.root = element("div", {}, element("p", { class: "field" }, element("label", { for: "day" }, texts().day), this.day), this.empty, this.list);
  }

  async refresh() {
    const of = `restaurantId=${encodeURIComponent(this.page.restaurant.id)}`;
    const date = this.day.value || dayOf(Date.now(), this.page.restaurant.timezone);
    const all = await call("GET", `/api/reservations?${of}&date=${date}`);
    all.sort((a, b) => a.reservationTime.localeCompare(b.reservationTime));
    this.empty.hidden = all.length > 0;
    keyed(this.list, all, (one) => one.id, (one) => this.row(one));
    return all.filter((one) => NEXT[one.status]).length;
  }

  row(one) {
    const t = texts();
    return element(
      "li",
      { class: `row ${one.status}` },
      element("strong", { class: "clock" }, one.localTime),
      element(
        "div",
        { class: "what" },
        element("p", {}, `${one.customerName ?? t.guest}, ${t.people(one.partySize)} `, badge(one.status, t.status[one.status] ?? one.status)),
        element("p", { class: "who" }, element("a", { href: `tel:${one.customerPhone}` }, one.customerPhone)),
        one.notes ? element("p", { class: "notes" }, one.notes) : null,
      ),
      element("div", { class: "actions" }, ...(NEXT[one.status] ?? []).map((status) => this.step(one, status))),
    );
  }

  step(one, status) {
    const t = texts();
    return button(status === "cancelled" || status === "no_show" ? "plain" : "strong", t.act[status], async () => {
      if (status !== "cancelled" || (await ask(t.cancelTable(one.customerName ?? t.guest), t.yes, t.no))) {
        await this.page.change(() => call("PATCH", "/api/reservations", { id: one.id, status }));
      }
    });
  }
}
