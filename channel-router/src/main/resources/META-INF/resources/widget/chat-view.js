// SPDX-License-Identifier: Apache-2.0
// What is on the screen, and nothing else: no network, no storage. All text goes in as text, never as HTML.

import { button, element } from "./elements.js";

const GROWS_BY_ITSELF = CSS.supports("field-sizing", "content");

export class ChatView {
  #texts;
  #language;
  #agentName = "";
  #maxCharacters = 500;
  #locked = false;
  #bubbles = new Map(); // "agent:<id>" or "you:<id>" → element
  #announced = new Set();

  /** @param actions {send(text), human(), restart(), toggle()} */
  constructor(root, { language, texts, page, stylesheet, voice }, actions) {
    this.#texts = texts;
    this.#language = language;
    this.root = root;
    this.#build(page, stylesheet, voice, actions);
  }

  #build(page, stylesheet, voice, actions) {
    const t = this.#texts;
    const css = element("link", { rel: "stylesheet", href: stylesheet });
    this.frame = element("div", { class: page ? "frame page" : "frame", lang: this.#language });
    this.frame.hidden = true; // until it is styled
    css.onload = css.onerror = () => {
      this.frame.hidden = false;
      this.#measure();
      this.#scroll();
    };

    this.status = element("p", { class: "status" }, t.connecting);
    this.title = element("h2", { id: "title" }, t.title);
    const restart = button("ghost", t.restart, "restart", () => actions.restart());
    const close = button("ghost close", t.close, "close", () => actions.toggle());
    const header = element("header", {}, element("div", { class: "who" }, this.title, this.status), restart, close);

    this.log = element("div", { class: "log", role: "log", "aria-live": "off", "aria-label": t.messages, tabindex: "0" });
    this.announcer = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
    this.notice = element("div", { class: "notice", role: "status" });
    this.notice.hidden = true;

    this.input = element("textarea", {
      id: "input",
      rows: "1",
      placeholder: t.placeholder,
      autocomplete: "off",
      enterkeyhint: "send",
      "aria-describedby": "count",
    });
    this.count = element("span", { id: "count", class: "count" });
    this.sendButton = button("send", t.send, "send", () => this.#submit(actions));
    this.humanButton = button("human labelled", t.human, "human", () => actions.human());
    const composer = element(
      "form",
      { class: "composer", novalidate: "" },
      element("label", { class: "unseen", for: "input" }, t.input),
      element("div", { class: "field" }, this.input, this.sendButton),
      element("div", { class: "below" }, this.humanButton, voice.start, this.count),
    );
    composer.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(actions);
    });
    this.input.addEventListener("input", () => this.#measure());
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#submit(actions);
      }
    });

    this.panel = element(
      "section",
      { class: "panel", role: page ? "region" : "dialog", "aria-labelledby": "title" },
      header,
      this.log,
      this.notice,
      voice.bar,
      composer,
      this.announcer,
    );
    this.frame.append(this.panel);
    if (!page) {
      this.panel.hidden = true;
      this.launcher = button("launcher", t.open, "chat", () => actions.toggle());
      this.launcher.setAttribute("aria-expanded", "false");
      this.frame.append(this.launcher);
      this.panel.addEventListener("keydown", (event) => {
        if (event.key === "Escape") {
          actions.toggle();
        }
      });
    }
    this.restartAction = actions.restart;
    this.root.replaceChildren(css, this.frame);
    this.#measure();
  }

  get open() {
    return !this.panel.hidden;
  }

  toggle() {
    this.panel.hidden = this.open;
    this.launcher.setAttribute("aria-expanded", String(this.open));
    this.launcher.setAttribute("aria-label", this.open ? this.#texts.close : this.#texts.open);
    (this.open ? this.input : this.launcher).focus();
    this.#scroll();
  }

  ready(agentName, maxCharacters) {
    this.#agentName = agentName;
    this.#maxCharacters = maxCharacters;
    this.title.textContent = agentName;
    this.#measure();
  }

  setStatus(status) {
    this.status.textContent = this.#texts[status];
    this.frame.dataset.status = status;
  }

  clear() {
    this.#bubbles.clear();
    this.log.replaceChildren();
    this.lock(null);
  }

  /** What the person wrote. Twice the same id is the same message. */
  showOwn(id, text, at, sent) {
    const bubble = this.#bubble(`you:${id}`, "you", at);
    bubble.querySelector(".text").textContent = text;
    bubble.classList.toggle("unsent", !sent);
    bubble.querySelector(".state").textContent = sent ? "" : this.#texts.sending;
    this.#scroll();
  }

  markSent(id) {
    const bubble = this.#bubbles.get(`you:${id}`);
    if (bubble) {
      bubble.classList.remove("unsent");
      bubble.querySelector(".state").textContent = "";
    }
  }

  markFailed(id) {
    const bubble = this.#bubbles.get(`you:${id}`);
    if (bubble) {
      bubble.classList.add("failed");
      bubble.querySelector(".state").textContent = this.#texts.failed;
    }
  }

  /** The agent is at it: an empty bubble with dots, or dots below what it said so far. */
  showTyping(id) {
    this.#bubble(`agent:${id}`, "agent", new Date()).classList.add("typing");
    this.status.textContent = `${this.#agentName} ${this.#texts.typing}`;
    this.#scroll();
  }

  /** A piece of the answer that begins at {@code offset}; one that does not fit waits for the whole. */
  showDelta(id, offset, text) {
    const bubble = this.#bubble(`agent:${id}`, "agent", new Date());
    const shown = bubble.querySelector(".text");
    if (!bubble.classList.contains("done") && offset <= shown.textContent.length) {
      shown.textContent = shown.textContent.slice(0, offset) + text;
      bubble.classList.toggle("typing", shown.textContent.trim() === "");
      this.#scroll();
    }
  }

  /** The whole answer. Read out once, and only when it is new. */
  showAnswer(id, text, at, isNew) {
    const key = `agent:${id}`;
    this.setStatus("online");
    if (text.trim() === "") {
      this.#bubbles.get(key)?.closest(".row").remove();
      this.#bubbles.delete(key);
      return;
    }
    const bubble = this.#bubble(key, "agent", at);
    bubble.querySelector(".text").textContent = text;
    bubble.classList.remove("typing");
    bubble.classList.add("done");
    if (isNew && !this.#announced.has(key)) {
      this.#announced.add(key);
      this.announcer.textContent = `${this.#agentName} : ${text}`;
    }
    this.#scroll();
  }

  /** A line that belongs to no message, for a few seconds. */
  flash(text) {
    this.notice.replaceChildren(text);
    this.notice.hidden = false;
    clearTimeout(this.flashTimer);
    this.flashTimer = setTimeout(() => {
      if (!this.#locked) {
        this.notice.hidden = true;
      }
    }, 5000);
  }

  /** @param reason why nothing more can be written; null: it can */
  lock(reason) {
    this.#locked = reason !== null;
    this.input.disabled = this.#locked;
    this.humanButton.disabled = this.#locked;
    clearTimeout(this.flashTimer);
    this.notice.hidden = !this.#locked;
    if (this.#locked) {
      const again = element("button", { type: "button", class: "again" }, this.#texts.restart);
      again.addEventListener("click", () => this.restartAction());
      this.notice.replaceChildren(element("span", {}, reason), again);
      if (this.root.activeElement === null || this.root.activeElement === this.input) {
        again.focus();
      }
    }
    this.#measure();
    this.#scroll();
  }

  #submit(actions) {
    const text = this.input.value.trim();
    if (text !== "" && !this.#locked && characters(text) <= this.#maxCharacters) {
      actions.send(text);
      this.input.value = "";
      this.#measure();
    }
    this.input.focus();
  }

  #measure() {
    const left = this.#maxCharacters - characters(this.input.value.trim());
    this.count.textContent = `${this.#maxCharacters - left}/${this.#maxCharacters}`;
    this.count.setAttribute("aria-label", left < 0 ? this.#texts.over(-left) : this.#texts.left(left));
    this.count.classList.toggle("near", left <= 50 && left >= 0);
    this.count.classList.toggle("over", left < 0);
    this.sendButton.disabled = this.#locked || left < 0 || this.input.value.trim() === "";
    this.input.setAttribute("aria-invalid", String(left < 0));
    if (!GROWS_BY_ITSELF) {
      this.input.style.height = "auto";
      this.input.style.height = `${this.input.scrollHeight}px`;
    }
  }

  #bubble(key, side, at) {
    const known = this.#bubbles.get(key);
    if (known) {
      return known;
    }
    const time = element(
      "time",
      { datetime: new Date(at).toISOString() },
      new Date(at).toLocaleTimeString(this.#language, { hour: "2-digit", minute: "2-digit" }),
    );
    const who = side === "you" ? this.#texts.you : this.#agentName;
    const bubble = element(
      "div",
      { class: `bubble ${side}` },
      element("span", { class: "unseen" }, `${who} : `),
      element("span", { class: "text" }),
      element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i")),
      element("span", { class: "meta" }, element("span", { class: "state" }), time),
    );
    const row = element("div", { class: `row ${side}` }, bubble);
    this.#bubbles.set(key, bubble);
    this.log.append(row);
    return bubble;
  }

  #scroll() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}

/** As the server counts: code points, not UTF-16 units. */
function characters(text) {
  return [...text].length;
}
