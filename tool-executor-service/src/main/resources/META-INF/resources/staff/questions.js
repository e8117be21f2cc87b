// SPDX-License-Identifier: Apache-2.0
// Questions that nobody could answer: an answer given here is in the next caller's conversation.
import { call } from "/pages/api.js";
import { button, h } from "/pages/elements.js";
import { texts } from "/pages/texts.js";
import { Rows } from "./rows.js";

const LONGEST_ANSWER = 2000;

export class Questions {
  constructor(page) {
    this.page = page;
    this.rows = new Rows((question) => this.row(question), { empty: texts().none.questions });
    this.root = this.rows.root;
  }

  async refresh() {
    const of = `restaurantId=${encodeURIComponent(this.page.restaurant.id)}`;
    const all = await call("GET", `/api/faq?${of}&status=pending`);
    all.sort((a, b) => b.askCount - a.askCount);
    this.rows.show(all);
    return all.length;
  }

  row(question) {
    const t = texts();
    const id = `answer-${question.id}`;
    const answer = h("textarea", { id, rows: "2", maxlength: String(LONGEST_ANSWER) });
    const save = button("strong", t.saveAnswer, async () => {
      const words = answer.value.trim();
      if (words === "") {
        answer.focus();
        return;
      }
      await this.page.change(() => call("PATCH", "/api/faq", { id: question.id, answer: words, status: "answered" }));
    });
    const ignore = button("", t.ignore, () =>
      this.page.change(() => call("PATCH", "/api/faq", { id: question.id, status: "ignored" })),
    );
    return h(
      "li",
      { class: "row" },
      h(
        "div",
        { class: "what" },
        h("p", { class: "words" }, question.question),
        h("p", { class: "who" }, t.asked(question.askCount)),
        h("label", { for: id }, t.answer),
        answer,
      ),
      h("div", { class: "actions" }, save, ignore),
    );
  }
}
