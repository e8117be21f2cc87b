// SPDX-License-Identifier: Apache-2.0
// What callers left word of.
import { call } from "./api.js";
import { ask, badge, button, element, keyed } from "./elements.js";
import { moment, texts } from "./texts.js";

export class Messages {
  constructor(page) {
    this.page = page;
    this.list = element("ul", { class: "rows" });
    this.empty = element("p", { class: "empty", hidden: true }, texts().none.messages);
    this.root = element("div", {}, this.empty, this.list);
  }

  async refresh() {
    const of = `restaurantId=${encodeURIComponent(this.page.restaurant.id)}`;
    const all = await call("GET", `/api/messages?${of}`);
    all.sort((a, b) => a.isRead - b.isRead || b.isUrgent - a.isUrgent || b.createdAt.localeCompare(a.createdAt));
    this.empty.hidden = all.length > 0;
    keyed(this.list, all, (message) => message.id, (message) => this.row(message));
    return all.filter((message) => !message.isRead).length;
  }

  row(message) {
    const t = texts();
    return element(
      "li",
      { class: message.isRead ? "row read" : "row" },
      element(
        "div",
        { class: "what" },
        element(
          "p",
          {},
          badge(message.category, t.category[message.category] ?? message.category),
          " ",
          message.isUrgent ? badge("alarm", t.urgent) : "",
          " ",
          message.isRead ? "" : badge("new", t.unread),
        ),
        element("p", { class: "words" }, message.content),
        element("p", { class: "who" }, `${message.callerName ?? ""} `, phone(message.callerPhone), ` ${moment(message.createdAt, this.page.restaurant.timezone)}`),
      ),
      element(
        "div",
        { class: "actions" },
        button("strong", message.isRead ? t.markUnread : t.markRead, () =>
          this.page.change(() => call("PATCH", "/api/messages", { id: message.id, isRead: !message.isRead })),
        ),
        button("plain", t.remove, async () => {
          if (await ask(t.deleteAsk, t.yes, t.no)) {
            await this.page.change(() => call("DELETE", `/api/messages?id=${message.id}`));
          }
        }),
      ),
    );
  }
}

function phone(number) {
  return number ? element("a", { href: `tel:${number}` }, number) : "";
}
