// SPDX-License-Identifier: Apache-2.0
// A list that stays quick with thousands of rows: only so many stand in the page at a time.
import { button, h, keyed, waiting } from "/pages/elements.js";
import { texts } from "/pages/texts.js";

const AT_A_TIME = 100;

/** `show(items)` makes the list equal to them; whoever has not changed stays, with his focus and half-written words. */
export class Rows {
  constructor(make, { kind = "rows", empty } = {}) {
    this.make = make;
    this.limit = AT_A_TIME;
    this.items = [];
    this.list = h("ul", { class: kind });
    this.more = button("table-more", "", () => {
      this.limit += AT_A_TIME * 5;
      this.draw();
    });
    this.none = empty ? waiting("empty", empty) : null;
    this.root = h("div", { class: "rows-box" }, this.none, this.list, this.more);
    this.draw();
    if (this.none) {
      this.none.hidden = true; // nothing is known yet
    }
  }

  show(items) {
    this.items = items;
    this.draw();
  }

  draw() {
    keyed(this.list, this.items.slice(0, this.limit), (item) => item.id, this.make);
    const left = this.items.length - this.limit;
    this.more.hidden = left <= 0;
    this.more.textContent = texts().more(Math.max(left, 0));
    if (this.none) {
      this.none.hidden = this.items.length > 0;
    }
  }
}
