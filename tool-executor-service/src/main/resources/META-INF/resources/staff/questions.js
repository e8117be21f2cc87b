// SPDX-License-Identifier: Apache-2.0
// Questions that nobody could answer: an answer given here is in the next caller's conversation.
import { call } from "./api.js";
import { button, element, keyed } from "./elements.js";
import { texts } from "./texts.js";

const LONGEST_ANSWER = 2000;

export class Questions {
  constructor(page) {
    this.page = page;
    this.list = element("ul", { class: "rows" });
    this.empty = element("p", { class: "empty", hidden: true }, texts().none.questions);
    this.root = element("div", {}, this.empty, this.list);
  }

  async refresh() {
    const of = `restaurantId=${encodeURIComponent(this.page.restaurant.id)}`;
    const all = await call("GET", `/api/faq?${of}&status=pending`);
    all.sort((a, b) => b.askCount - a.askCount);
    this.empty.hidden = all.length > 0;
    keyed(this.list, all, (question) => question.id, (question) => this.row(question));
    return all.length;
  }

  row(question) {
    const t = texts();
    const id = `answer-${question.id}`;
    const answer = element("textarea", { id, rows: "2", maxlength: String(LONGEST_ANSWER) });
    const save = button("strong", t.save, async () => {
      const words = answer.value.trim();
      if (words === "") {
        answer.focus();
        return;
      }
      await this.page.change(() => call("PATCH", "/api/faq", { id: question.id, answer: words, status: "answered" }));
    });
    const ignore = button("plain", t.ignore, () =>
      this.page.change(() => call("PATCH", "/api/faq", { id: question.id, status: "ignored" })),
    );
    return element(
      "li",
      { class: "row" },
      element(
        "div",
        { class: "what" },
        element("p", { class: "words" }, question.question),
        element("p", { class: "who" }, t.asked(question.askCount)),
        element("label", { for: id }, t.answer),
        answer,
      ),
      element("div", { class: "actions" }, save, ignore),
    );
  }
}
