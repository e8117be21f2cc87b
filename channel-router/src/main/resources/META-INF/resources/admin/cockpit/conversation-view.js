// SPDX-License-Identifier: Apache-2.0
// One conversation that was: sound and words in step, cost, waits, tools, the SIP messages.
import { call, whoIsIt } from "/pages/api.js";
import { badge, button, h, waiting } from "/pages/elements.js";
import { clockWithSeconds, moment, money, number, stopwatch, texts } from "/pages/texts.js";
import { ladder } from "./ladder.js";
import { Waveform } from "./waveform.js";

const STAGES = ["transcript", "turn", "firstWords", "firstSound", "sent", "heard"];

export class ConversationView {
  constructor(root, conversation, back) {
    this.root = root;
    this.conversation = conversation;
    const t = texts();
    const { agent, caller, channel, startedAt, durationMs, endReason } = conversation;
    this.recording = h("section", { class: "card" }, waiting("loading", t.loading));
    this.sip = channel === "voice" ? h("section", { class: "card" }, waiting("loading", t.loading)) : null;
    const heading = h("h2", { tabindex: "-1" }, `${caller ?? t.unknown} · ${agent.name}`);
    root.replaceChildren(
      h("div", { class: "row spread" }, heading, button("", t.back, back)),
      h("p", { class: "row" }, badge("", t.channels[channel] ?? channel), h("span", {}, moment(startedAt)), durationMs === undefined ? null : h("span", {}, stopwatch(durationMs / 1_000)), endReason ? badge("", `${endReason.category}/${endReason.slug}`) : null),
      channel === "voice" ? this.recording : "",
      h("div", { class: "columns" }, this.transcript(), h("div", { class: "history" }, this.costs(), this.waits(), this.tools())),
      this.sip ?? "",
    );
    heading.focus();
    if (channel === "voice") {
      this.loadRecording();
      this.loadLadder();
    }
  }

  /** Seconds from the beginning of the recording, which begins with the conversation. */
  at(instant) {
    return Math.max(0, (new Date(instant) - new Date(this.conversation.startedAt)) / 1_000);
  }

  transcript() {
    const t = texts();
    const lines = [
      ...(this.conversation.turns ?? []).filter((turn) => turn.text).map((turn) => ({ role: turn.role, at: turn.at, text: turn.heardText ?? turn.text, cut: turn.heardText !== undefined && turn.heardText !== turn.text })),
      ...(this.conversation.toolCalls ?? []).map((tool) => ({ role: "tool", at: tool.at, text: `${tool.name} · ${tool.outcome}` })),
    ].sort((a, b) => (a.at < b.at ? -1 : 1));
    this.items = lines.map((line) => {
      const item = h("li", { class: line.role }, h("button", { type: "button", class: "link", click: () => this.wave?.seek(this.at(line.at)) }, `${t.roles[line.role] ?? line.role} · ${clockWithSeconds(line.at)}`), h("p", {}, line.text, line.cut ? h("span", { class: "hint" }, ` [${t.notHeard}]`) : null));
      item.from = this.at(line.at);
      return item;
    });
    this.log = h("ol", { class: "transcript tall", tabindex: "0", "aria-label": t.transcript }, this.items.length > 0 ? this.items : h("li", { class: "hint" }, t.nothingSaid));
    return h("section", { class: "card" }, h("h3", {}, t.transcript), this.log);
  }

  /** The line that sounds is marked. */
  follow(seconds) {
    const now = this.items.findLast((item) => item.from <= seconds + 0.2);
    for (const item of this.items) {
      item.classList.toggle("now", item === now);
    }
    if (now) {
      this.log.scrollTop = now.offsetTop - this.log.offsetTop - this.log.clientHeight / 3;
    }
  }

  async loadRecording() {
    const t = texts();
    try {
      const answer = await call("GET", `/api/conversations/${encodeURIComponent(this.conversation.id)}/recording`, undefined, { whole: true, timeoutMs: 60_000 });
      const sound = await answer.arrayBuffer();
      this.wave = new Waveform(sound, (seconds) => this.follow(seconds));
      this.recording.replaceChildren(h("h3", {}, t.recording), this.wave.root);
      await this.wave.draw();
    } catch {
      this.recording.replaceChildren(h("h3", {}, t.recording), h("p", { class: "hint" }, t.noRecording));
    }
  }

  async loadLadder() {
    const t = texts();
    const none = h("p", { class: "hint" }, t.noLadder);
    let shown = none;
    if (["supervisor", "owner", "admin"].includes(whoIsIt()?.role)) {
      const found = await call("GET", `/api/cockpit/conversations/${encodeURIComponent(this.conversation.id)}/ladder`).catch(() => null);
      const told = typeof found === "string" ? JSON.parse(found) : found;
      shown = told?.messages?.length ? ladder(told) : none;
    }
    this.sip.replaceChildren(h("h3", {}, t.ladder), shown);
  }

  costs() {
    const t = texts();
    const cost = this.conversation.cost;
    const amount = (value, currency) => (value === undefined || value === null ? t.unknown : money(value, currency));
    const row = (name, value) => h("tr", {}, h("td", {}, name), h("td", { class: "number" }, value));
    const rows = cost
      ? [
          ...cost.models.map((use) => row(use.model, amount(use.costUsd, "USD"))),
          row(t.allModels, amount(cost.costAi, cost.costCurrency)),
          row(t.telephone, amount(cost.costTelecom, cost.costCurrency)),
        ]
      : [row(t.total, t.unknown)];
    return h("section", { class: "card" }, h("h3", {}, t.costs), h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t.model), h("th", { scope: "col", class: "number" }, t.cost))), h("tbody", {}, rows)));
  }

  waits() {
    const t = texts();
    const told = (this.conversation.turns ?? []).filter((turn) => turn.role === "agent" && (turn.latency || turn.latencyMs !== undefined));
    const head = h("tr", {}, h("th", { scope: "col" }, "#"), STAGES.map((stage) => h("th", { scope: "col", class: "number" }, t.stages[stage])));
    const rows = told.map((turn) => h("tr", {}, h("td", {}, number(turn.number)), STAGES.map((stage) => h("td", { class: "number" }, (turn.latency?.[stage] ?? (stage === "firstWords" ? turn.latencyMs : undefined)) ?? ""))));
    return h("section", { class: "card" }, h("h3", {}, t.latencies), h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t.latencies }, h("table", {}, h("thead", {}, head), h("tbody", {}, rows))));
  }

  tools() {
    const t = texts();
    const calls = this.conversation.toolCalls ?? [];
    const detail = (label, value) => h("details", {}, h("summary", {}, label), h("pre", { tabindex: "0" }, JSON.stringify(value, null, 2)));
    const shown = calls.map((tool) => h("li", {}, h("p", { class: "row" }, h("strong", {}, tool.name), badge(tool.success ? "good" : "alarm", tool.outcome), h("span", { class: "hint" }, `${number(tool.ms, 0)} ms · ${clockWithSeconds(tool.at)}`)), detail(t.arguments, tool.arguments), detail(t.result, tool.result)));
    return h("section", { class: "card" }, h("h3", {}, t.tools), shown.length > 0 ? h("ul", { class: "tools" }, shown) : h("p", { class: "hint" }, t.noTools));
  }

  close() {
    this.wave?.close();
    this.root.replaceChildren();
  }
}
