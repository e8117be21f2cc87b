// SPDX-License-Identifier: Apache-2.0
// <allo-chat agent="demo" lang="fr" server="https://chat.example.com" mode="page"></allo-chat>
//   agent   web token of the agent (required)
//   lang    fr or en; else the browser's language
//   server  where channel-router is; else where this file came from
//   mode    page: fills its place; else a round button that opens a panel

import { ChatSession } from "./chat-session.js";
import { pickLanguage, textsOf } from "./chat-texts.js";
import { ChatView } from "./chat-view.js";
import { VoiceCall } from "./voice-call.js";
import { VoicePanel } from "./voice-panel.js";

class AlloChat extends HTMLElement {
  #session;
  #view;
  #texts;
  #voice;

  connectedCallback() {
    const page = this.getAttribute("mode") === "page";
    const language = pickLanguage(this.getAttribute("lang"));
    this.#texts = textsOf(language);
    const server = this.getAttribute("server") || new URL(import.meta.url).origin;
    this.#session = new ChatSession(server, this.getAttribute("agent") ?? "", this.#listener());
    this.#voice = new VoicePanel(
      this.#texts,
      (listener) => new VoiceCall(server, this.getAttribute("agent") ?? "", listener),
    );
    this.#view = new ChatView(
      this.shadowRoot ?? this.attachShadow({ mode: "open" }),
      { language, texts: this.#texts, page, stylesheet: new URL("allo-chat.css", import.meta.url).href, voice: this.#voice },
      {
        send: (text) => this.#send(text),
        human: () => this.#send(this.#texts.humanRequest),
        restart: () => this.#restart(),
        toggle: () => this.#toggle(),
      },
    );
    this.#showPending();
    if (page) {
      this.#session.open();
    }
  }

  disconnectedCallback() {
    this.#session.close();
    this.#voice.close();
  }

  #toggle() {
    this.#view.toggle();
    if (this.#view.open) {
      this.#session.open();
    }
  }

  #send(text) {
    const message = this.#session.write(text);
    this.#view.showOwn(message.id, message.text, message.at, false);
  }

  #restart() {
    this.#session.restart();
    this.#view.clear();
    this.#view.input.focus();
  }

  #showPending() {
    this.#session.pending.forEach(({ id, text, at }) => this.#view.showOwn(id, text, at, false));
  }

  #lockIf(state) {
    if (state !== "open") {
      this.#view.lock(this.#texts[state]);
    }
  }

  #listener() {
    return {
      status: (status) => this.#view.setStatus(status),
      ready: (ready) => {
        this.#view.ready(ready.agent, ready.maxCharacters);
        this.#lockIf(ready.state);
        if (ready.secret) {
          this.#view.showTyping("greeting");
        }
      },
      history: (entries) => this.#showHistory(entries),
      ack: (id) => {
        this.#view.markSent(id);
        this.#view.showTyping(id);
      },
      typing: (id) => this.#view.showTyping(id),
      delta: (id, offset, text) => this.#view.showDelta(id, offset, text),
      final: (message) => {
        this.#view.markSent(message.replyTo);
        this.#view.showAnswer(message.replyTo, message.text, new Date(), true);
        this.#lockIf(message.state);
      },
      failure: (code, id) => this.#showFailure(code, id),
      forgotten: () => {
        this.#view.clear();
      },
    };
  }

  #showHistory(entries) {
    for (const entry of entries) {
      if (entry.text != null) {
        this.#view.showOwn(entry.id, entry.text, entry.at, true);
      }
      if (entry.reply == null) {
        this.#view.showTyping(entry.id);
      } else {
        this.#view.showAnswer(entry.id, entry.reply, entry.at, false);
      }
    }
  }

  #showFailure(code, id) {
    const { tooLong, slowDown, unavailable, ended } = this.#texts;
    const words = { "too-long": tooLong, "rate-limited": slowDown, closed: ended }[code] ?? unavailable;
    this.#view.flash(words);
    if (id) {
      this.#view.markFailed(id);
    }
  }
}

customElements.define("allo-chat", AlloChat);
