// SPDX-License-Identifier: Apache-2.0
// The kitchen's plan: a row for each station, time from left to right, an order where it keeps a station busy.
import { call } from "/pages/api.js";
import { h, waiting } from "/pages/elements.js";
import { clock, texts } from "/pages/texts.js";

const MARK_EVERY_MS = 30 * 60_000;
const SHORTEST_MS = 2 * 3_600_000;

export class Kitchen {
  constructor(page) {
    this.page = page;
    this.shown = "";
    this.root = h("div", { class: "kitchen" });
  }

  async refresh() {
    const of = `restaurantId=${encodeURIComponent(this.page.restaurant.id)}`;
    const plan = await call("GET", `/api/planning/timeline?${of}`);
    const state = JSON.stringify([plan.anchorTime, plan.blocks, plan.externalLoads]);
    if (state !== this.shown) {
      this.shown = state;
      this.show(plan);
    }
    return plan.orders.length;
  }

  show(plan) {
    const t = texts();
    const ends = plan.blocks.map((block) => Date.parse(block.endAt));
    const start = Date.parse(plan.anchorTime);
    const end = Math.max(start + SHORTEST_MS, ...ends);
    const stations = Object.keys(plan.slots[0]?.capacity ?? {});
    const rows = stations.map((station) => this.station(plan, station, start, end));
    const empty = plan.blocks.length === 0 ? waiting("empty", t.none.kitchen) : null;
    const chart = h("div", { class: "chart", tabindex: "0", role: "group", "aria-label": t.kitchen }, this.marks(start, end), ...rows);
    this.root.replaceChildren(...[empty, chart].filter(Boolean));
  }

  marks(start, end) {
    const row = h("div", { class: "marks", "aria-hidden": "true" });
    for (let at = Math.ceil(start / MARK_EVERY_MS) * MARK_EVERY_MS; at < end; at += MARK_EVERY_MS) {
      const mark = h("span", {}, clock(at, this.page.restaurant.timezone));
      place(mark, at, at, start, end);
      row.append(mark);
    }
    return row;
  }

  station(plan, name, start, end) {
    const t = texts();
    const zone = this.page.restaurant.timezone;
    const now = plan.slots[0];
    const blocks = plan.blocks.filter((block) => block.resource === name);
    const list = h("ul", { class: "lane" });
    const lanes = [];
    blocks
      .toSorted((a, b) => a.startAt.localeCompare(b.startAt))
      .forEach((block) => {
        const [from, to] = [Date.parse(block.startAt), Date.parse(block.endAt)];
        const free = lanes.findIndex((until) => until <= from);
        const lane = free < 0 ? lanes.length : free;
        lanes[lane] = to;
        const label = `${t.number(block.orderNumber)}, ${t.from(clock(from, zone), clock(to, zone))}`;
        const made = h("li", { class: "block", title: label }, t.number(block.orderNumber), h("span", { class: "unseen" }, ` ${label}`));
        place(made, Math.max(from, start), to, start, end);
        made.style.setProperty("--lane", lane);
        list.append(made);
      });
    list.style.setProperty("--lanes", Math.max(1, lanes.length));
    const title = h(
      "h2",
      {},
      t.station[name] ?? name,
      h("span", { class: "count" }, t.load(now.used[name], now.capacity[name])),
    );
    return h("section", { class: "station" }, title, list);
  }
}

function place(child, from, to, start, end) {
  child.style.setProperty("--from", `${(100 * (from - start)) / (end - start)}%`);
  child.style.setProperty("--width", `${(100 * (to - from)) / (end - start)}%`);
}
