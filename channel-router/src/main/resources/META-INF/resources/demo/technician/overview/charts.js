// SPDX-License-Identifier: Apache-2.0
// Charts in plain SVG. What they show stands beside them as a table too, for whoever does not see them.
import { h } from "/pages/elements.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 640;
const HEIGHT = 180;
const FOOT = 22;
const WIDEST = 40;

function shape(tag, properties, text) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(properties).forEach(([name, value]) => made.setAttribute(name, value));
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

/**
 * A bar for each item: its whole, and in it a part.
 *
 * @param items {label, whole, part, says}: says is what the reader hears
 */
export function bars(title, items) {
  const most = Math.max(1, ...items.map((item) => item.whole));
  const step = WIDTH / Math.max(1, items.length);
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": title });
  const every = Math.ceil(items.length / 10);
  items.forEach((item, at) => {
    const tall = (value) => ((HEIGHT - FOOT - 8) * value) / most;
    const wide = Math.min(step * 0.7, WIDEST);
    const bar = (value, kind) => shape("rect", { x: at * step + (step - wide) / 2, width: wide, y: HEIGHT - FOOT - tall(value), height: tall(value), rx: 2, class: kind });
    const group = shape("g", {});
    group.append(shape("title", {}, item.says), bar(item.whole, "whole"), bar(item.part, "part"));
    if (at % every === 0) {
      group.append(shape("text", { x: at * step + step / 2, y: HEIGHT - 4, "text-anchor": "middle", class: (at / every) % 2 === 1 ? "second" : "first" }, item.label));
    }
    svg.append(group);
  });
  svg.append(shape("line", { x1: 0, x2: WIDTH, y1: HEIGHT - FOOT, y2: HEIGHT - FOOT }));
  return svg;
}

/** Lines with a bar of their share: readable without seeing. @param items {label, count} */
export function shares(items) {
  const most = Math.max(1, ...items.map((item) => item.count));
  return h("ul", { class: "shares" }, items.map((item) => {
    const bar = h("i", { class: "share" });
    bar.style.setProperty("--share", String(item.count / most));
    return h("li", {}, h("span", {}, item.label), bar, h("strong", {}, item.count));
  }));
}
