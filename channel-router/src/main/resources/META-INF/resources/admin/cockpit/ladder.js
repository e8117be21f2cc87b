// SPDX-License-Identifier: Apache-2.0
// SIP messages as a picture: the gateway at the left, its peers to the right, an arrow for each message; with a table for who does not see it.
import { h } from "/pages/elements.js";
import { clockWithSeconds, texts } from "/pages/texts.js";

const SVG = "http://www.w3.org/2000/svg";
const ROW = 34;
const TOP = 46;
const FIRST = 90;
const BETWEEN = 320;

function svg(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, String(value)));
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

export function ladder(told) {
  const t = texts();
  const peers = [...new Set(told.messages.map((one) => `${one.peer} ${one.transport}`))];
  const width = FIRST + peers.length * BETWEEN + 130;
  const height = TOP + told.messages.length * ROW + 10;
  const begun = new Date(told.offeredAt ?? told.messages[0].at).getTime();
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": t.ladderOf, class: "ladder" });
  [t.caller, ...peers].forEach((name, at) => {
    const x = FIRST + at * BETWEEN;
    picture.append(svg("text", { x, y: 20, class: "peer" }, name), svg("line", { x1: x, x2: x, y1: 28, y2: height, class: "life" }));
  });
  told.messages.forEach((message, row) => picture.append(...arrow(message, row, peers, begun)));
  const rows = told.messages.map((one) => h("tr", {}, h("td", {}, clockWithSeconds(one.at)), h("td", {}, one.direction === "in" ? "←" : "→", ` ${one.peer}`), h("td", {}, one.start), h("td", {}, h("details", {}, h("summary", {}, one.cseq), h("pre", { tabindex: "0" }, [...(one.headers ?? []), "", one.body ?? ""].join("\n"))))));
  return h("div", { class: "history" }, h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t.ladder }, picture), h("details", {}, h("summary", {}, t.ladderOf), h("table", {}, h("tbody", {}, rows))));
}

function arrow(message, row, peers, begun) {
  const y = TOP + row * ROW + 14;
  const far = FIRST + (peers.indexOf(`${message.peer} ${message.transport}`) + 1) * BETWEEN;
  const incoming = message.direction === "in";
  const to = incoming ? FIRST : far;
  const tip = incoming ? to + 8 : to - 8;
  const status = /^SIP\/2\.0 ([3-6])/.test(message.start) ? "alarm" : "";
  const seconds = ((new Date(message.at).getTime() - begun) / 1_000).toFixed(3);
  return [
    svg("text", { x: 4, y: y + 4, class: "time" }, seconds),
    svg("line", { x1: FIRST, x2: far, y1: y, y2: y, class: `arrow ${status}` }),
    svg("path", { d: `M${to} ${y} L${tip} ${y - 5} L${tip} ${y + 5} Z`, class: `tip ${status}` }),
    svg("text", { x: (FIRST + far) / 2, y: y - 5, class: `words ${status}` }, message.start.replace(/^SIP\/2\.0 /, "").slice(0, 44)),
  ];
}
