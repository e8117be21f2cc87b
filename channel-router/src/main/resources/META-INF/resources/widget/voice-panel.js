// SPDX-License-Identifier: Apache-2.0
// The bar above the composer while a call is on: how long, mute, keys, hang up. Works by keyboard.

import { button, element } from "./elements.js";
import { VoiceCall } from "./voice-call.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

export class VoicePanel {
  #texts;
  #open;
  #call = null;
  #since = 0;
  #clock;

  /** @param open makes a call: (listener) → VoiceCall */
  constructor(texts, open) {
    this.#texts = texts;
    this.#open = open;
    this.bar = element("section", { class: "call", "aria-label": texts.call });
    this.bar.hidden = true;
    this.start = button("talk labelled", texts.talk, "phone", () => this.#begin());
    this.start.hidden = !VoiceCall.possible();
  }

  #begin() {
    if (this.#call) {
      return;
    }
    const t = this.#texts;
    this.start.disabled = true;
    this.state = element("p", { class: "state", role: "status" }, t.calling);
    this.mute = button("ghost", t.mute, "microphone", () => this.#toggleMute());
    this.mute.setAttribute("aria-pressed", "false");
    const keys = button("ghost", t.keys, "keypad", () => this.#toggleKeys());
    keys.setAttribute("aria-expanded", "false");
    this.keysButton = keys;
    const end = button("hangup", t.hangUp, "close", () => this.#call?.hangUp());
    this.pad = element("div", { class: "pad", role: "group", "aria-label": t.keys });
    this.pad.hidden = true;
    for (const key of KEYS) {
      const one = element("button", { type: "button" }, key);
      one.addEventListener("click", () => this.#call?.key(key));
      this.pad.append(one);
    }
    this.bar.replaceChildren(element("div", { class: "line" }, this.state, this.mute, keys, end), this.pad);
    this.bar.hidden = false;
    end.focus();
    this.#call = this.#open({
      state: (state) => this.#show(state),
      speaking: () => this.bar.setAttribute("data-heard", "true"),
      ended: (reason) => this.#ended(reason),
    });
    this.#call.start();
  }

  #show(state) {
    this.state.textContent = this.#texts[state];
    this.bar.dataset.state = state;
    if (state === "talking") {
      this.#since = Date.now();
      this.#clock = setInterval(() => this.#tick(), 1000);
    }
  }

  #tick() {
    const seconds = Math.floor((Date.now() - this.#since) / 1000);
    const minutes = String(Math.floor(seconds / 60)).padStart(2, "0");
    this.state.textContent = `${this.#texts.talking} ${minutes}:${String(seconds % 60).padStart(2, "0")}`;
    this.state.setAttribute("aria-live", "off");
  }

  #toggleMute() {
    const on = this.mute.getAttribute("aria-pressed") !== "true";
    this.mute.setAttribute("aria-pressed", String(on));
    this.#call?.mute(on);
  }

  #toggleKeys() {
    this.pad.hidden = !this.pad.hidden;
    this.keysButton.setAttribute("aria-expanded", String(!this.pad.hidden));
    if (!this.pad.hidden) {
      this.pad.firstElementChild.focus();
    }
  }

  #ended(reason) {
    clearInterval(this.#clock);
    this.#call = null;
    this.bar.dataset.state = "ended";
    this.start.disabled = false;
    const words = { "no-microphone": this.#texts.noMicrophone, lost: this.#texts.callLost, unavailable: this.#texts.unavailable };
    this.bar.replaceChildren(element("p", { class: "state", role: "status" }, words[reason] ?? this.#texts.callEnded));
    this.start.focus();
    setTimeout(() => {
      if (!this.#call) {
        this.bar.hidden = true;
      }
    }, 5000);
  }

  /** The page goes, or the chat is closed for good. */
  close() {
    this.#call?.hangUp();
  }
}
