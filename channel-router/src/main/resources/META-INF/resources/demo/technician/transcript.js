// SPDX-License-Identifier: Apache-2.0
// What is said, as it is said, with who said it.
import { h } from "/pages/elements.js";
import { clockWithSeconds, texts } from "/pages/texts.js";
import { Scroll } from "./scroll.js";

const MOST = 500;
const lines = []; // survive another drawing of the page

export class Transcript {
  constructor(session) {
    const t = texts();
    this.empty = h("p", { class: "hint" }, t.transcriptEmpty);
    this.list = h("div", { class: "lines", role: "log", "aria-label": t.transcript, tabindex: "0" });
    this.scroll = new Scroll(this.list);
    this.root = h("div", { class: "card transcript" }, h("h2", {}, t.transcript), this.empty, this.list);
    this.heard = new AbortController();
    session.addEventListener(
      "segment",
      ({ detail }) => {
        lines.push(detail);
        lines.splice(0, lines.length - MOST);
        this.add(detail);
      },
      { signal: this.heard.signal },
    );
    lines.forEach((line) => this.add(line));
  }

  leave() {
    this.heard.abort();
  }

  add(segment) {
    const t = texts();
    const role = t.roles[segment.speaker_role] ? segment.speaker_role : "unknown";
    const who = h("span", { class: `who ${role}` }, segment.speaker_name ? `${segment.speaker_name} (${t.roles[role]})` : t.roles[role]);
    this.empty.hidden = true;
    this.scroll.keep(() => {
      this.list.append(h("p", { "data-id": segment.id }, h("time", { datetime: segment.timestamp }, clockWithSeconds(segment.timestamp)), who, h("span", { class: "said" }, segment.text)));
      if (this.list.children.length > MOST) {
        this.list.firstChild.remove();
      }
    });
  }
}
