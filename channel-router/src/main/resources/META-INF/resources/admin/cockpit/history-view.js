// SPDX-License-Identifier: Apache-2.0
// What was: a search, its table, and one conversation of it.
import { call } from "/pages/api.js";
import { badge, button, failed, field, h, waiting } from "/pages/elements.js";
import { Table } from "/pages/table.js";
import { moment, money, number, stopwatch, texts } from "/pages/texts.js";
import { ConversationView } from "./conversation-view.js";

const MOST = 1_000;

export class HistoryView {
  constructor(place) {
    this.place = place;
    const t = texts();
    this.words = h("input", { type: "search", maxlength: 100 });
    this.channel = h("select", {}, h("option", { value: "" }, t.any), Object.entries(t.channels).map(([value, label]) => h("option", { value }, label)));
    this.agents = new Map();
    this.agent = h("select", {}, h("option", { value: "" }, t.any));
    this.end = h("select", {}, h("option", { value: "" }, t.any), Object.entries(t.ends).map(([value, label]) => h("option", { value }, label)));
    this.from = h("input", { type: "date" });
    this.until = h("input", { type: "date" });
    this.form = h("form", { class: "search card" }, field(t.text, this.words), field(t.channel, this.channel), field(t.agentName, this.agent), field(t.outcome, this.end), field(t.from, this.from), field(t.until, this.until), h("button", { class: "strong" }, t.search));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.load();
    });
    this.table = this.makeTable();
    this.status = h("div");
    this.list = h("div", { class: "history" }, this.form, this.status, this.table.root);
    this.one = h("div", { class: "history" });
    place.append(this.list, this.one);
    const wanted = location.hash.split("/")[1];
    this.load().then(() => wanted && this.show(decodeURIComponent(wanted)));
  }

  makeTable() {
    const t = texts();
    return new Table(
      [
        { name: "when", title: t.when, cell: (row) => moment(row.startedAt), value: (row) => row.startedAt },
        { name: "channel", title: t.channel, cell: (row) => t.channels[row.channel] ?? row.channel, value: (row) => row.channel },
        { name: "person", title: t.person, cell: (row) => row.person ?? t.unknown, value: (row) => row.person },
        { name: "agent", title: t.agentName, cell: (row) => row.agent.name, value: (row) => row.agent.name },
        { name: "end", title: t.outcome, cell: (row) => badge(row.end === "success" || row.end === "caller" ? "good" : row.end ? "alarm" : "busy", t.ends[row.end ?? "open"] ?? row.end), value: (row) => row.end },
        { name: "duration", title: t.duration, kind: "number", cell: (row) => (row.durationMs === undefined ? "" : stopwatch(row.durationMs / 1_000)), value: (row) => row.durationMs ?? 0 },
        { name: "wait", title: t.latency, kind: "number", cell: (row) => (row.latencyMs === undefined ? "" : `${number(row.latencyMs, 0)} ms`), value: (row) => row.latencyMs ?? 0 },
        { name: "cost", title: t.cost, kind: "number", cell: (row) => (row.costUsd === undefined ? "" : money(row.costUsd, "USD")), value: (row) => row.costUsd ?? 0 },
        { name: "words", title: t.words, cell: (row) => row.words ?? "" },
        { name: "open", title: t.open, quiet: true, cell: (row) => button("", t.open, () => this.show(row.id), { "aria-label": `${t.open} ${moment(row.startedAt)} ${row.person ?? ""}` }) },
      ],
      { caption: t.found, empty: t.none },
    );
  }

  query() {
    const asked = new URLSearchParams({ limit: String(MOST) });
    const put = (name, value) => value && asked.set(name, value);
    put("q", this.words.value.trim());
    put("channel", this.channel.value);
    put("agent", this.agent.value);
    put("end", this.end.value);
    put("from", this.from.value && new Date(`${this.from.value}T00:00`).toISOString());
    put("before", this.until.value && new Date(new Date(`${this.until.value}T00:00`).getTime() + 86_400_000).toISOString());
    return asked;
  }

  async load() {
    const t = texts();
    this.status.replaceChildren(waiting("loading", t.loading));
    try {
      const found = await call("GET", `/api/cockpit/history?${this.query()}`);
      this.table.show(found.conversations);
      this.know(found.conversations);
      this.status.replaceChildren();
    } catch (failure) {
      this.status.replaceChildren(waiting("failed", failure.message || t.offline, () => this.load()));
    }
  }

  /** Agents are offered as soon as one of their conversations was found; one that is gone has conversations, too. */
  know(conversations) {
    const known = this.agents.size;
    for (const { agent } of conversations) {
      if (agent.id && !this.agents.has(agent.id)) {
        this.agents.set(agent.id, agent.name ?? agent.id);
      }
    }
    if (this.agents.size > known) {
      const chosen = this.agent.value;
      const byName = [...this.agents].sort(([, a], [, b]) => a.localeCompare(b));
      this.agent.replaceChildren(h("option", { value: "" }, texts().any), ...byName.map(([id, name]) => h("option", { value: id, selected: id === chosen }, name)));
    }
  }

  async show(id) {
    this.opened?.close();
    try {
      const conversation = await call("GET", `/api/conversations/${encodeURIComponent(id)}`);
      this.list.hidden = true;
      history.replaceState(null, "", `#history/${encodeURIComponent(id)}`);
      this.opened = new ConversationView(this.one, conversation, () => this.hide());
    } catch (failure) {
      failed(failure);
    }
  }

  hide() {
    this.opened?.close();
    this.opened = null;
    this.list.hidden = false;
    history.replaceState(null, "", "#history");
    this.words.focus();
  }

  close() {
    this.opened?.close();
  }
}
