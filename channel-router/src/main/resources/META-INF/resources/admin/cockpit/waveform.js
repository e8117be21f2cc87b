// SPDX-License-Identifier: Apache-2.0
// A recording that plays: the caller's wave above, the agent's below, and where it is.
import { button, h } from "/pages/elements.js";
import { stopwatch, texts } from "/pages/texts.js";

const BARS = 400;
const HEIGHT = 60;
const SVG = "http://www.w3.org/2000/svg";

export class Waveform {
  constructor(wav, onTime) {
    const t = texts();
    this.bytes = wav;
    this.onTime = onTime;
    this.address = URL.createObjectURL(new Blob([wav], { type: "audio/wav" }));
    this.audio = h("audio", { src: this.address, preload: "metadata" });
    this.play = button("strong", t.play, () => (this.audio.paused ? this.audio.play() : this.audio.pause()));
    this.position = h("input", { type: "range", min: 0, max: 1, step: 0.1, value: 0, "aria-label": t.position });
    this.time = h("span", { class: "clock" }, stopwatch(0));
    this.picture = document.createElementNS(SVG, "svg");
    this.picture.setAttribute("viewBox", `0 0 ${BARS} ${2 * HEIGHT}`);
    this.picture.setAttribute("preserveAspectRatio", "none");
    this.picture.setAttribute("class", "wave");
    this.picture.setAttribute("aria-hidden", "true");
    this.root = h("div", { class: "player" }, this.audio, h("p", { class: "hint row" }, h("span", { class: "key caller" }, t.callerSide), h("span", { class: "key agent" }, t.agentSide)), this.picture, h("div", { class: "row" }, this.play, this.position, this.time));
    this.listen();
  }

  listen() {
    const t = texts();
    this.audio.addEventListener("loadedmetadata", () => {
      this.position.max = String(this.audio.duration);
    });
    this.audio.addEventListener("timeupdate", () => this.moved());
    this.audio.addEventListener("play", () => (this.play.textContent = t.pause));
    this.audio.addEventListener("pause", () => (this.play.textContent = t.play));
    this.position.addEventListener("input", () => this.seek(Number(this.position.value)));
    this.picture.addEventListener("click", (event) => {
      const box = this.picture.getBoundingClientRect();
      this.seek(((event.clientX - box.left) / box.width) * this.audio.duration);
    });
  }

  moved() {
    this.position.value = String(this.audio.currentTime);
    this.position.setAttribute("aria-valuetext", stopwatch(this.audio.currentTime));
    this.time.textContent = `${stopwatch(this.audio.currentTime)} / ${stopwatch(this.audio.duration || 0)}`;
    this.hand?.setAttribute("x", String((this.audio.currentTime / (this.audio.duration || 1)) * BARS));
    this.onTime(this.audio.currentTime);
  }

  seek(seconds) {
    if (Number.isFinite(seconds)) {
      this.audio.currentTime = seconds;
      this.moved();
    }
  }

  async draw() {
    const context = new OfflineAudioContext(2, 1, 8_000);
    const sound = await context.decodeAudioData(this.bytes.slice(0));
    const bars = [0, 1].flatMap((side) => this.bars(sound.getChannelData(Math.min(side, sound.numberOfChannels - 1)), side));
    this.hand = this.rect(0, 0, 1.5, 2 * HEIGHT, "hand");
    this.picture.replaceChildren(...bars, this.hand);
  }

  bars(samples, side) {
    const each = Math.max(1, Math.floor(samples.length / BARS));
    return Array.from({ length: BARS }, (_, bar) => {
      let most = 0;
      for (let i = bar * each; i < Math.min(samples.length, (bar + 1) * each); i += 4) {
        most = Math.max(most, Math.abs(samples[i]));
      }
      const height = Math.max(1, Math.min(1, most * 2) * (HEIGHT - 4));
      return this.rect(bar, side * HEIGHT + (HEIGHT - height) / 2, 0.7, height, side === 0 ? "caller" : "agent");
    });
  }

  rect(x, y, width, height, kind) {
    const made = document.createElementNS(SVG, "rect");
    Object.entries({ x, y, width, height, class: kind }).forEach(([name, value]) => made.setAttribute(name, String(value)));
    return made;
  }

  close() {
    this.audio.pause();
    URL.revokeObjectURL(this.address);
  }
}
