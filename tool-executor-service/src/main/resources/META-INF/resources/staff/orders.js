// SPDX-License-Identifier: Apache-2.0
// Orders in progress, a column for each step of their road, and the day's finished ones.
import { call } from "./api.js";
import { ask, badge, button, element, keyed } from "./elements.js";
import { clock, dayOf, money, texts } from "./texts.js";

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
    this.empty = element("p", { class: "empty", hidden: true });
    this.columns = new Map(OPEN.map((status) => [status, this.column(status)]));
    this.finished = element("ul", { class: "rows" });
    this.summary = element("summary");
    this.root = element(
      "div",
      { class: "orders" },
      this.empty,
      element("div", { class: "board" }, ...[...this.columns.values()].map((column) => column.section)),
      element("details", {}, this.summary, this.finished),
    );
  }

  column(status) {
    const list = element("ul", { class: "cards" });
    const count = element("span", { class: "count" });
    const title = element("h2", { id: `column-${status}` }, texts().status[status], " ", count);
    return { section: element("section", { "aria-labelledby": `column-${status}` }, title, list), list, count };
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
    this.empty.textContent = texts().none.orders;
    const minute = Math.floor(Date.now() / LATE_AFTER_MS);
    for (const [status, column] of this.columns) {
      const here = open.filter((order) => order.status === status);
      here.sort((a, b) => a.estimatedReadyAt.localeCompare(b.estimatedReadyAt));
      column.section.hidden = here.length === 0;
      column.count.textContent = here.length;
      keyed(
        column.list,
        here.map((order) => ({ ...order, late: isLate(order) ? minute : 0 })),
        (order) => order.id,
        (order) => this.card(order),
      );
    }
    const today = dayOf(Date.now(), timezone);
    const done = finished.filter((order) => dayOf(order.createdAt, timezone) === today);
    this.summary.textContent = texts().finished(done.length);
    keyed(this.finished, done, (order) => order.id, (order) => this.line(order));
  }

  card(order) {
    const { timezone, currency } = this.page.restaurant;
    const t = texts();
    const who = order.customerName ?? order.customer?.firstName ?? t.guest;
    return element(
      "li",
      { class: order.late ? "card late" : "card" },
      element("h3", {}, t.number(order.orderNumber), " ", badge(order.orderType, t.type[order.orderType] ?? order.orderType)),
      element("p", { class: "when" }, t.readyAt(clock(order.estimatedReadyAt, timezone)), " ", order.late ? badge("alarm", t.late) : ""),
      element("p", { class: "who" }, who, " ", phone(order.customerPhone)),
      order.deliveryAddress ? element("p", { class: "where" }, order.deliveryAddress) : null,
      element("ul", { class: "lines" }, ...order.items.map((item) => line(item))),
      order.notes ? element("p", { class: "notes" }, order.notes) : null,
      element(
        "p",
        { class: "total" },
        `${t.total} ${money(order.total, currency)} `,
        order.totalMismatch ? badge("alarm", t.mismatch) : "",
      ),
      element("div", { class: "actions" }, ...next(order).map((status) => this.step(order, status))),
    );
  }

  step(order, status) {
    const t = texts();
    return button(status === "cancelled" ? "plain" : "strong", t.act[status], async () => {
      if (status !== "cancelled" || (await ask(t.cancelAsk(order.orderNumber), t.yes, t.no))) {
        await this.page.change(() => call("PATCH", "/api/orders", { id: order.id, status }));
      }
    });
  }

  line(order) {
    const { currency } = this.page.restaurant;
    const t = texts();
    return element(
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
  return number ? element("a", { href: `tel:${number}` }, number) : "";
}

function line(item) {
  const options = item.selectedOptions
    .map((option) => option.choice ?? option.label ?? option.name ?? "")
    .filter((word) => word !== "")
    .join(", ");
  return element(
    "li",
    {},
    element("span", { class: "quantity" }, `${item.quantity} ×`),
    ` ${item.name}`,
    options ? element("span", { class: "options" }, ` ${options}`) : null,
    item.notes ? element("span", { class: "notes" }, ` ${item.notes}`) : null,
  );
}
