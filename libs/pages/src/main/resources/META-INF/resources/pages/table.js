// SPDX-License-Identifier: Apache-2.0
// A table that is sorted by its heads, searched by a field and stays quick: only so many rows stand in the page at a time.
import { button, h, keyed } from "./elements.js";
import { texts } from "./texts.js";

const AT_A_TIME = 100;
const SEARCH_AFTER_MS = 120;

/**
 * Columns are {name, title, cell(row) → text or element, value(row) → what it is sorted by (else not sortable), kind: "number",
 * quiet: true for a head that screen readers hear only}.
 * Options: caption, search(row) → text to search in (else no field), empty: words for no rows, keyOf(row), foot(rows) → cells below all rows.
 */
export class Table {
  constructor(columns, { caption, search, empty, keyOf = (row) => row.id, foot } = {}) {
    this.columns = columns;
    this.searchIn = search;
    this.empty = empty;
    this.keyOf = keyOf;
    this.footOf = foot;
    this.rows = [];
    this.limit = AT_A_TIME;
    this.order = null;
    this.build(caption);
  }

  build(caption) {
    this.body = h("tbody");
    this.heads = h("tr", {}, this.columns.map((column) => this.head(column)));
    this.count = h("p", { class: "hint", role: "status" });
    this.more = button("table-more", "", () => {
      this.limit += AT_A_TIME * 5;
      this.draw();
    });
    this.foot = this.footOf ? h("tfoot") : null;
    const table = h("table", {}, caption ? h("caption", {}, caption) : null, h("thead", {}, this.heads), this.body, this.foot);
    const box = h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": caption ?? texts().rows(0) }, table);
    this.root = h("div", { class: "table-box" }, this.searchIn ? this.field() : null, box, this.more, this.count);
  }

  head(column) {
    const title = column.quiet ? h("span", { class: "unseen" }, column.title) : column.title;
    const sorted = column.value ? button("", column.title, () => this.sort(column)) : title;
    return h("th", { scope: "col", "data-name": column.name, class: column.kind }, sorted);
  }

  field() {
    let timer = null;
    this.searched = h("input", { type: "search", "aria-label": texts().search, placeholder: texts().search });
    this.searched.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.draw(), SEARCH_AFTER_MS);
    });
    return this.searched;
  }

  sort(column) {
    const down = this.order?.column === column && !this.order.down;
    this.order = { column, down };
    for (const head of this.heads.children) {
      if (head.dataset.name === column.name) {
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
      } else {
        head.removeAttribute("aria-sort");
      }
    }
    this.draw();
  }

  /** All rows, as the service told them. Focus, search and order stay. */
  show(rows) {
    this.rows = rows;
    this.draw();
  }

  draw() {
    const wanted = this.wanted();
    const shown = wanted.slice(0, this.limit);
    if (shown.length === 0) {
      const words = this.rows.length === 0 ? (this.empty ?? texts().nothing) : texts().noMatch;
      this.body.replaceChildren(h("tr", {}, h("td", { colspan: this.columns.length, class: "hint" }, words)));
    } else {
      keyed(this.body, shown, this.keyOf, (row) => h("tr", {}, this.columns.map((column) => h("td", { class: column.kind }, column.cell(row)))));
    }
    this.foot?.replaceChildren(h("tr", {}, this.footOf(wanted).map((cell, at) => h("td", { class: this.columns[at].kind }, cell))));
    this.more.hidden = wanted.length <= shown.length;
    this.more.textContent = texts().more(wanted.length - shown.length);
    this.count.textContent = texts().rows(wanted.length);
  }

  wanted() {
    const words = (this.searched?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const found = words.length === 0 ? [...this.rows] : this.rows.filter((row) => {
      const text = this.searchIn(row).toLowerCase();
      return words.every((word) => text.includes(word));
    });
    if (this.order) {
      const { column, down } = this.order;
      const compare = new Intl.Collator(undefined, { numeric: true }).compare;
      const one = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : compare(String(a ?? ""), String(b ?? "")));
      found.sort((a, b) => one(column.value(a), column.value(b)) * (down ? -1 : 1));
    }
    return found;
  }
}
