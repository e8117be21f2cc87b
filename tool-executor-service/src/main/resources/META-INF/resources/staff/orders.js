// SPDX-License-Identifier: Apache-2.0
// Orders in progress, a column for each step of their road, and the day's finished ones.
import { call } from "/pages/api.js";
import { ask, badge, button, h, waiting } from "/pages/elements.js";
import { clock, money, texts } from "/pages/texts.js";
import { dayOf } from "./day.js";
import { Rows } from "./rows.js";

const OPEN = ["pending", "confirmed", "preparing", "ready", "delivering"];
const LATE_AFTER_MS = 60_000;

/** What the staff may make of an order next; cancelling comes last. */
function next(order) {
  switch (order.status) {
    case "pending":
      return ["confirmed", "cancelled"];
    case "confirmed":
      return ["preparing", "cancelled"];
    case "preparing":
      return ["ready", "cancelled"];
    case "ready":
      return order.orderType === "delivery" ? ["delivering", "completed", "cancelled"] : ["completed", "cancelled"];
    case "delivering":
      return ["completed", "cancelled"];
    default:
      return [];
  }
}

export class Orders {
  constructor(page) {
    this.page = page;
    this.known = null;
    this.empty = waiting("empty", texts().none.orders);
    this.empty.hidden = true;
    this.columns = new Map(OPEN.map((status) => [status, this.column(status)]));
    this.finished = new Rows((order) => this.line(order));
    this.summary = h("summary");
    this.root = h(
      "div",
      { class: "orders" },
      this.empty,
      h("div", { class: "board" }, ...[...this.columns.values()].map((column) => column.section)),
      h("details", {}, this.summary, this.finished.root),
    );
  }

  column(status) {
    const rows = new Rows((order) => this.card(order), { kind: "cards" });
    const count = h("span", { class: "count" });
    const title = h("h2", { id: `column-${status}` }, texts().status[status], " ", count);
    return { section: h("section", { "aria-labelledby": `column-${status}` }, title, rows.root), rows, count };
  }

  async refresh() {
    const { restaurant } = this.page;
    const of = `restaurantId=${encodeURIComponent(restaurant.id)}`;
    const [open, finished] = await Promise.all([
      call("GET", `/api/orders?${of}&status=${OPEN.join(",")}`),
      call("GET", `/api/orders?${of}&status=completed,cancelled`),
    ]);
    this.tellNew(open);
    this.show(open, finished);
    return open.length;
  }

  tellNew(open) {
    if (this.known) {
      open.filter((order) => !this.known.has(order.id)).forEach((order) => this.page.news(texts().newOrder(order.orderNumber)));
    }
    this.known = new Set(open.map((order) => order.id));
  }

  show(open, finished) {
    const { timezone } = this.page.restaurant;
    this.empty.hidden = open.length > 0;
    const minute = Math.floor(Date.now() / LATE_AFTER_MS);
    for (const [status, column] of this.columns) {
      const here = open.filter((order) => order.status === status);
      here.sort((a, b) => a.estimatedReadyAt.localeCompare(b.estimatedReadyAt));
      column.section.hidden = here.length === 0;
      column.count.textContent = here.length;
      column.rows.show(here.map((order) => ({ ...order, late: isLate(order) ? minute : 0 })));
    }
    const today = dayOf(Date.now(), timezone);
    const done = finished.filter((order) => dayOf(order.createdAt, timezone) === today);
    this.summary.textContent = texts().finished(done.length);
    this.finished.show(done);
  }

  card(order) {
    const { timezone, currency } = this.page.restaurant;
    const t = texts();
    const who = order.customerName ?? order.customer?.firstName ?? t.guest;
    return h(
      "li",
      { class: order.late ? "card late" : "card" },
      h("h3", {}, t.number(order.orderNumber), " ", badge(order.orderType, t.type[order.orderType] ?? order.orderType)),
      h("p", { class: "when" }, t.readyAt(clock(order.estimatedReadyAt, timezone)), " ", order.late ? badge("alarm", t.late) : ""),
      h("p", { class: "who" }, who, " ", phone(order.customerPhone)),
      order.deliveryAddress ? h("p", { class: "where" }, order.deliveryAddress) : null,
      h("ul", { class: "lines" }, ...order.items.map((item) => line(item))),
      order.notes ? h("p", { class: "notes" }, order.notes) : null,
      h(
        "p",
        { class: "total" },
        `${t.total} ${money(order.total, currency)} `,
        order.totalMismatch ? badge("alarm", t.mismatch) : "",
      ),
      h("div", { class: "actions" }, ...next(order).map((status) => this.step(order, status))),
    );
  }

  step(order, status) {
    const t = texts();
    return button(status === "cancelled" ? "" : "strong", t.act[status], async () => {
      if (status !== "cancelled" || (await ask(t.cancelAsk(order.orderNumber), t.yes, t.no))) {
        await this.page.change(() => call("PATCH", "/api/orders", { id: order.id, status }));
      }
    });
  }

  line(order) {
    const { currency } = this.page.restaurant;
    const t = texts();
    return h(
      "li",
      {},
      `${t.number(order.orderNumber)} · ${order.customerName ?? t.guest} · ${money(order.total, currency)} · ${t.status[order.status]}`,
    );
  }
}

function isLate(order) {
  const due = Date.parse(order.estimatedReadyAt);
  return ["pending", "confirmed", "preparing"].includes(order.status) && Date.now() - due > LATE_AFTER_MS;
}

function phone(number) {
  return number ? h("a", { href: `tel:${number}` }, number) : "";
}

function line(item) {
  const options = item.selectedOptions
    .map((option) => option.choice ?? option.label ?? option.name ?? "")
    .filter((word) => word !== "")
    .join(", ");
  return h(
    "li",
    {},
    h("span", { class: "quantity" }, `${item.quantity} ×`),
    ` ${item.name}`,
    options ? h("span", { class: "options" }, ` ${options}`) : null,
    item.notes ? h("span", { class: "notes" }, ` ${item.notes}`) : null,
  );
}
