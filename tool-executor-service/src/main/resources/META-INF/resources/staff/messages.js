// SPDX-License-Identifier: Apache-2.0
// What callers left word of.
import { call } from "/pages/api.js";
import { ask, badge, button, h } from "/pages/elements.js";
import { moment, texts } from "/pages/texts.js";
import { Rows } from "./rows.js";

export class Messages {
  constructor(page) {
    this.page = page;
    this.rows = new Rows((message) => this.row(message), { empty: texts().none.messages });
    this.root = this.rows.root;
    // What is marked on this page keeps its place: among many it would vanish behind all that is unread.
    this.marked = new Set();
  }

  below(message) {
    return message.isRead && !this.marked.has(message.id);
  }

  async refresh() {
    const of = `restaurantId=${encodeURIComponent(this.page.restaurant.id)}`;
    const all = await call("GET", `/api/messages?${of}`);
    all.sort((a, b) => this.below(a) - this.below(b) || b.isUrgent - a.isUrgent || b.createdAt.localeCompare(a.createdAt));
    this.rows.show(all);
    return all.filter((message) => !message.isRead).length;
  }

  row(message) {
    const t = texts();
    return h(
      "li",
      { class: message.isRead ? "row read" : "row" },
      h(
        "div",
        { class: "what" },
        h(
          "p",
          {},
          badge(message.category, t.category[message.category] ?? message.category),
          " ",
          message.isUrgent ? badge("alarm", t.urgent) : "",
          " ",
          message.isRead ? "" : badge("new", t.unread),
        ),
        h("p", { class: "words" }, message.content),
        h("p", { class: "who" }, `${message.callerName ?? ""} `, phone(message.callerPhone), ` ${moment(message.createdAt, this.page.restaurant.timezone)}`),
      ),
      h(
        "div",
        { class: "actions" },
        button("strong", message.isRead ? t.markUnread : t.markRead, () => {
          this.marked.add(message.id);
          return this.page.change(() => call("PATCH", "/api/messages", { id: message.id, isRead: !message.isRead }));
        }),
        button("", t.remove, async () => {
          if (await ask(t.deleteAsk, t.yes, t.no)) {
            await this.page.change(() => call("DELETE", `/api/messages?id=${message.id}`));
          }
        }),
      ),
    );
  }
}

function phone(number) {
  return number ? h("a", { href: `tel:${number}` }, number) : "";
}
