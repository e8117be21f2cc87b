// SPDX-License-Identifier: Apache-2.0
// Eight bars: how loud the last eight tenths of a second were. Without levels a gentle wave shows that the call runs.
import { h } from "/pages/elements.js";
import { texts } from "/pages/texts.js";

const BARS = 8;
const LEAST = 0.06;
const SILENT_AFTER_MS = 1_500;

export class Waveform {
  constructor() {
    this.levels = new Array(BARS).fill(0);
    this.bars = this.levels.map(() => h("i", { class: "bar" }));
    this.root = h("div", { class: "wave", role: "img", "aria-label": texts().wave }, this.bars);
  }

  run(on) {
    if (!on) {
      this.levels.fill(0);
      clearTimeout(this.quiet);
    }
    this.root.classList.toggle("running", on);
    this.root.classList.toggle("measured", false);
    this.draw();
  }

  /** @param level 0…1 of full scale: ears hear its root rather than itself */
  level(level) {
    this.levels.shift();
    this.levels.push(Math.min(1, Math.sqrt(Math.max(0, level)) * 1.5));
    this.root.classList.add("measured");
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.root.classList.remove("measured"), SILENT_AFTER_MS);
    this.draw();
  }

  draw() {
    this.bars.forEach((bar, at) => bar.style.setProperty("--level", Math.max(LEAST, this.levels[at]).toFixed(3)));
  }
}
