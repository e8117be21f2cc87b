// SPDX-License-Identifier: Apache-2.0
// The running call: how long, in which state, how loud; mute and end.
import { ask, badge, button, h, toast } from "/pages/elements.js";
import { stopwatch, texts } from "/pages/texts.js";
import { Line } from "./line.js";
import { Waveform } from "./waveform.js";

const LOOKS = { idle: "", calling: "busy", online: "good", muted: "busy", ended: "" };

export class CallPanel {
  constructor(session) {
    this.session = session;
    const t = texts();
    this.timer = h("span", { class: "timer", role: "timer", "aria-label": t.duration }, "00:00");
    this.state = badge("", t.states.idle);
    this.state.id = "call-state";
    this.mute = button("", t.mute, () => session.mute(!session.muted), { disabled: true, id: "mute", "aria-pressed": "false" });
    this.end = button("danger", t.end, () => this.sureToEnd(), { disabled: true, id: "end" });
    this.speak = button("", t.speak, () => this.turn(), { hidden: !Line.possible(), disabled: true, id: "speak", "aria-pressed": "false" });
    this.line = new Line(session, () => this.draw());
    this.wave = new Waveform();
    const head = h("div", { class: "call-head" }, this.timer, this.state, this.wave.root);
    const acts = h("div", { class: "actions" }, this.mute, this.speak, this.end);
    this.root = h("div", { class: "card call" }, h("h2", { class: "unseen" }, t.columns.talk), head, acts);
    this.heard = new AbortController();
    const on = (type, act) => session.addEventListener(type, (event) => act(event.detail), { signal: this.heard.signal });
    on("call", (change) => this.changed(change));
    on("muted", () => this.draw());
    on("level", ({ level }) => this.wave.level(level));
    this.draw();
  }

  leave() {
    this.heard.abort();
    this.line.turn(false);
    clearInterval(this.ticking);
  }

  changed(change) {
    const t = texts();
    if (change.state === "ended") {
      toast(`${t.endedWell(stopwatch(change.seconds), change.statistics?.total_segments ?? this.session.seen.segment.size)}`, "good");
      if (change.statistics) {
        console.log("session_stats", change.statistics);
      }
      this.line.turn(false);
    }
    this.draw();
  }

  draw() {
    const t = texts();
    const { state, muted } = this.session;
    const running = state === "online";
    const shown = running && muted ? "muted" : state;
    this.state.className = `badge ${LOOKS[shown]}`;
    this.state.textContent = t.states[shown] ?? t.calling;
    this.mute.disabled = !running;
    this.mute.textContent = running && muted ? t.unmute : t.mute;
    this.mute.setAttribute("aria-pressed", String(running && muted));
    this.end.disabled = !running;
    this.speak.disabled = !running;
    this.speak.textContent = this.line.on ? t.silent : t.speak;
    this.speak.setAttribute("aria-pressed", String(this.line.on));
    this.wave.run(running);
    if (running && !this.ticking) {
      this.tick();
      this.ticking = setInterval(() => this.tick(), 1_000);
    } else if (!running) {
      clearInterval(this.ticking);
      this.ticking = null;
    }
  }

  async turn() {
    try {
      await this.line.turn(!this.line.on);
    } catch {
      toast(texts().noMicrophone, "alarm");
    }
  }

  tick() {
    this.timer.textContent = stopwatch((Date.now() - this.session.startedAt) / 1000);
  }

  async sureToEnd() {
    const t = texts();
    if (await ask(t.endSure, t.end, t.stay, t.endDetail)) {
      await this.session.end();
    }
  }
}
