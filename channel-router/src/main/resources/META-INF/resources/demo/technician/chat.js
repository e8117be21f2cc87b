// SPDX-License-Identifier: Apache-2.0
// The chat: questions of the assistant on the left, half a second apart, what is typed here on the right.
import { button, h } from "/pages/elements.js";
import { texts } from "/pages/texts.js";
import { Scroll } from "./scroll.js";

const APART_MS = 500;
const LONGEST = 2_000;
const said = []; // {side, text, id}: survives another drawing of the page

export class Chat {
  waiting = [];
  pause = null;

  constructor(session) {
    this.session = session;
    const t = texts();
    this.dot = h("span", { class: "listening", hidden: true }, h("i", { class: "dot" }), t.listening);
    this.list = h("div", { class: "messages", role: "log", "aria-label": t.chat, tabindex: "0" });
    this.scroll = new Scroll(this.list);
    this.input = h("input", { id: "message", "aria-label": t.message, placeholder: t.placeholder, autocomplete: "off", maxlength: LONGEST });
    const form = h("form", { class: "write", submit: (event) => this.submitted(event) }, this.input, h("button", { class: "strong", id: "send" }, t.send));
    this.root = h("div", { class: "card chat" }, h("div", { class: "chat-head" }, h("h2", {}, t.chat), this.dot), this.list, form);
    this.heard = new AbortController();
    const on = (type, act) => session.addEventListener(type, (event) => act(event.detail), { signal: this.heard.signal });
    on("suggestion", (one) => one.type === "clarification_question" && this.ask(one));
    on("call", () => this.drawDot());
    this.draw({ side: "bot", text: t.chatHello });
    said.forEach((message) => this.draw(message));
    this.drawDot();
  }

  leave() {
    this.heard.abort();
    clearTimeout(this.pause);
    said.push(...this.waiting);
  }

  drawDot() {
    this.dot.hidden = this.session.state !== "online";
  }

  /** Bot messages come one after the other, as a person would write them. */
  ask(suggestion) {
    this.waiting.push({ side: "bot", text: suggestion.content || suggestion.title, id: suggestion.id });
    if (!this.pause) {
      this.next();
    }
  }

  next() {
    const message = this.waiting.shift();
    if (!message) {
      this.pause = null;
      return;
    }
    said.push(message);
    this.draw(message);
    this.pause = setTimeout(() => this.next(), APART_MS);
  }

  draw(message, always = false) {
    const who = message.side === "bot" ? texts().bot : texts().you;
    const made = h("p", { class: `message ${message.side}`, "data-id": message.id }, h("span", { class: "unseen" }, `${who} : `), message.text);
    this.scroll.keep(() => this.list.append(made), always);
    return made;
  }

  async submitted(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (text === "") {
      return;
    }
    this.input.value = "";
    const message = { side: "user", text };
    said.push(message);
    await this.send(text, this.draw(message, true));
  }

  async send(text, made) {
    try {
      await this.session.say(text);
    } catch (failure) {
      const t = texts();
      const again = h("span", { class: "problem", role: "alert" }, t.notSent, failure.message && failure.status ? `${failure.message} ` : "");
      again.append(
        button("link", t.sendAgain, async () => {
          again.remove();
          await this.send(text, made);
        }),
      );
      made.append(again);
    }
  }
}
