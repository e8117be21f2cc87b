// SPDX-License-Identifier: Apache-2.0
// What goes on now: the wallboard, a card for each conversation, and the one that is open.
import { call } from "/pages/api.js";
import { badge, button, h, keyed, waiting } from "/pages/elements.js";
import { ago, money, number, percent, stopwatch, texts } from "/pages/texts.js";
import { CallPanel } from "./call-panel.js";

const BOARD_MS = 5_000;
const MOST_CARDS = 200;
const KINDS = { agent: "good", waiting: "alarm", held: "busy", joined: "busy", missed: "alarm", callback: "alarm" };

export class LiveView {
  constructor(place, line) {
    this.line = line;
    this.board = h("section", { class: "board", "aria-label": texts().board });
    this.cards = h("div", { class: "cards" });
    this.more = h("p", { class: "hint" });
    this.panel = h("aside", { class: "panel", hidden: true });
    this.state = waiting("loading", texts().loading);
    place.append(this.board, h("div", { class: "live" }, h("div", { class: "list" }, this.state, this.cards, this.more), this.panel));
    line.handlers.add(this);
    this.timer = setInterval(() => this.showBoard(), BOARD_MS);
    this.clocks = setInterval(() => this.tick(), 1_000);
    this.showBoard();
    if (line.knows) {
      this.draw();
      this.showWanted();
    }
  }

  message(message) {
    if (message.type === "live") {
      this.draw();
      this.showWanted();
    }
    this.open?.message(message);
  }

  /** After a reload the same conversation is open again. */
  showWanted() {
    const wanted = location.hash.split("/")[1];
    if (wanted && !this.open && this.line.conversations.has(wanted)) {
      this.show(wanted);
    }
  }

  sound(sound) {
    this.open?.sound(sound);
  }

  draw() {
    const t = texts();
    const all = [...this.line.conversations.values()].sort((a, b) => (a.since < b.since ? 1 : -1));
    this.state.replaceWith((this.state = all.length === 0 ? waiting("empty", t.nobody) : h("span", { hidden: true })));
    keyed(this.cards, all.slice(0, MOST_CARDS), (one) => one.id, (one) => this.card(one));
    this.more.textContent = all.length > MOST_CARDS ? `+ ${number(all.length - MOST_CARDS)}` : "";
    this.open?.update(this.line.conversations.get(this.open.id));
    this.tick();
  }

  card(one) {
    const t = texts();
    const last = one.lastTurns.at(-1);
    const facts = [
      one.latencyMs === undefined ? null : `${number(one.latencyMs, 0)} ms`,
      one.costUsd === undefined ? null : money(one.costUsd, "USD"),
    ].filter(Boolean);
    return h(
      "article",
      { class: `card conversation ${one.id === this.open?.id ? "chosen" : ""}`, "data-id": one.id },
      h("div", { class: "row" }, badge("", t.channels[one.channel] ?? one.channel), badge(KINDS[one.state] ?? "", t.states[one.state] ?? one.state), h("span", { class: "clock", "data-since": one.since })),
      h("h2", {}, one.person ?? t.unknown),
      h("p", { class: "hint" }, one.agent.name, one.holder ? ` · ${one.holder.name}` : ""),
      h("p", { class: "last" }, last ? `${t.roles[last.role] ?? last.role} : ${last.text}` : t.nothingSaid),
      h("div", { class: "row" }, h("span", { class: "hint" }, facts.join(" · ")), button("", t.open, () => this.show(one.id), { "aria-label": `${t.open} ${one.person ?? one.id}` })),
    );
  }

  tick() {
    for (const clock of this.cards.querySelectorAll(".clock")) {
      clock.textContent = stopwatch((Date.now() - new Date(clock.dataset.since).getTime()) / 1_000);
    }
  }

  show(id) {
    this.open?.close();
    const one = this.line.conversations.get(id);
    if (!one) {
      return;
    }
    this.panel.hidden = false;
    this.open = new CallPanel(this.panel, this.line, one, () => this.hide());
    history.replaceState(null, "", `#live/${id}`);
    this.cards.querySelectorAll(".conversation").forEach((card) => card.classList.toggle("chosen", card.dataset.id === id));
  }

  hide() {
    const id = this.open?.id;
    this.open?.close();
    this.open = null;
    this.panel.hidden = true;
    history.replaceState(null, "", "#live");
    this.cards.querySelector(`[data-id="${CSS.escape(id ?? "")}"] button`)?.focus();
  }

  async showBoard() {
    const t = texts();
    let board;
    try {
      board = await call("GET", "/api/cockpit/wallboard");
    } catch {
      return; // the banner says it
    }
    const tile = (title, value, kind = "") => h("div", { class: `tile ${kind}` }, h("span", { class: "hint" }, title), h("strong", {}, value));
    const share = (value) => (value === undefined ? "–" : percent(value));
    const running = Object.values(board.running).reduce((sum, count) => sum + count, 0);
    const wait = board.calls.answerP50Ms === undefined ? "–" : `${number(board.calls.answerP50Ms, 0)} / ${number(board.calls.answerP95Ms, 0)} ms`;
    this.board.replaceChildren(
      tile(t.running, number(running)),
      tile(t.waitingPeople, number(board.waiting), board.waiting > 0 ? "alarm" : ""),
      tile(t.heldNow, number(board.held)),
      tile(t.answered, `${share(board.calls.answered)} · ${number(board.calls.count)}`),
      tile(t.failedCalls, share(board.calls.failed), board.calls.failed > 0.05 ? "alarm" : ""),
      tile(t.transferred, share(board.calls.transferred)),
      tile(t.answerTime, wait),
      h("div", { class: "tile trunks" }, h("span", { class: "hint" }, t.trunks), this.trunks(board.trunks)),
    );
  }

  trunks(trunks) {
    const t = texts();
    if (!trunks || trunks.length === 0) {
      return h("strong", {}, trunks ? t.emptyTrunks : t.noTrunks);
    }
    const order = ["alarm", "busy", "good"];
    const kind = (state) => (state === "registered" || state === "none" ? "good" : state === "registering" ? "busy" : "alarm");
    const seen = [...trunks].sort((one, other) => order.indexOf(kind(one.state)) - order.indexOf(kind(other.state))).slice(0, 12);
    return h("div", { class: "row" }, seen.map((one) => badge(kind(one.state), `${one.label}${one.gateway ? ` @ ${one.gateway}` : ""} · ${t.trunkStates[one.state] ?? one.state}${one.since ? ` (${ago(one.since)})` : ""}`)));
  }

  close() {
    clearInterval(this.timer);
    clearInterval(this.clocks);
    this.line.handlers.delete(this);
    this.open?.close();
  }
}
