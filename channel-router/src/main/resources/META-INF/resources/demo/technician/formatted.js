// SPDX-License-Identifier: Apache-2.0
// The little Markdown that articles are written in: headings, lists, bold words. Everything else is text.
import { h } from "/pages/elements.js";

const LINE = /^\s*(?:(#{1,6})\s+|([-*•])\s+|(\d+)[.)]\s+)?(.*)$/;

/** Elements for the lines of a text. */
export function formatted(text) {
  const made = [];
  let list = null;
  for (const line of String(text ?? "").split(/\r?\n/)) {
    const [, heading, bullet, count, words] = LINE.exec(line);
    if (bullet || count) {
      const kind = bullet ? "ul" : "ol";
      if (list?.localName !== kind) {
        list = h(kind, { start: count && count !== "1" ? count : null });
        made.push(list);
      }
      list.append(h("li", {}, bold(words)));
    } else if (words.trim() !== "") {
      list = null;
      made.push(heading ? h("h4", {}, bold(words)) : h("p", {}, bold(words)));
    }
  }
  return made;
}

function bold(words) {
  return words.split(/\*\*(.+?)\*\*/).map((part, at) => (at % 2 === 1 ? h("strong", {}, part) : part));
}
