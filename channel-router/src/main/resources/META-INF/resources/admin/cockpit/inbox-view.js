// SPDX-License-Identifier: Apache-2.0
// Written conversations: who waits, and the answer of a person of the business.
import { call } from "/pages/api.js";
import { badge, button, field, h, keyed, toast, waiting } from "/pages/elements.js";
import { stream } from "/pages/live.js";
import { ago, clock, texts } from "/pages/texts.js";

const STATES = ["waiting", "held", "missed", "callback", "all"];
const AFTER_EVENT_MS = 400;

export class InboxView {
  state = "waiting";

  constructor(place) {
    const t = texts();
    this.filters = STATES.map((state) => button("", t.inboxStates[state], () => this.choose(state), { "data-state": state, "aria-pressed": "false" }));
    this.items = h("div", { class: "cards" });
    this.status = waiting("loading", t.loading);
    this.thread = h("aside", { class: "panel", hidden: true });
    place.append(h("div", { class: "actions filters" }, this.filters), h("div", { class: "live" }, h("div", { class: "list" }, this.status, this.items), this.thread));
    this.stop = stream("/api/inbox/events", () => this.soon());
    this.choose(location.hash.split("/")[1] && STATES.includes(location.hash.split("/")[1]) ? location.hash.split("/")[1] : "waiting");
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), AFTER_EVENT_MS);
  }

  choose(state) {
    this.state = state;
    this.filters.forEach((filter) => filter.setAttribute("aria-pressed", String(filter.dataset.state === state)));
    history.replaceState(null, "", `#inbox/${state}`);
    return this.load();
  }

  async load() {
    const t = texts();
    let found;
    try {
      found = await call("GET", `/api/inbox?state=${this.state}&limit=100`);
    } catch {
      this.status.replaceWith((this.status = waiting("failed", t.offline, () => this.load())));
      return;
    }
    if (this.closed) {
      return;
    }
    const empty = found.conversations.length === 0;
    this.status.replaceWith((this.status = empty ? waiting("empty", t.inboxEmpty) : h("span", { hidden: true })));
    keyed(this.items, found.conversations, (one) => one.id, (one) => this.card(one));
    if (this.openId) {
      await this.show(this.openId, true).catch(() => {}); // the banner tells of a lost connection; the next event shows it again
    }
  }

  card(one) {
    const t = texts();
    return h(
      "article",
      { class: "card conversation" },
      h("div", { class: "row" }, badge("", t.channels[one.channel] ?? one.channel), badge(one.state === "agent" ? "good" : one.state === "held" ? "busy" : "alarm", `${t.states[one.state] ?? one.state}${one.holder ? ` ${t.heldBy(one.holder.name)}` : ""}`), one.unread > 0 ? badge("alarm", t.unread(one.unread)) : null),
      h("h2", {}, one.person ?? t.unknown),
      h("p", { class: "hint" }, `${one.agent.name} · ${ago(one.lastAt)}`, one.note ? ` · ${one.note}` : ""),
      h("p", { class: "last" }, one.lastWords?.text ?? ""),
      h("div", { class: "row" }, button("", t.open, () => this.show(one.id), { "aria-label": `${t.open} ${one.person ?? one.id}` })),
    );
  }

  async show(id, quiet = false) {
    const opened = await call("GET", `/api/inbox/${encodeURIComponent(id)}?limit=100`);
    const t = texts();
    if (quiet && this.thread.contains(document.activeElement) && this.thread.querySelector("textarea")?.value) {
      this.messages.replaceChildren(...this.lines(opened.messages));
      return;
    }
    this.openId = id;
    this.thread.hidden = false;
    this.messages = h("div", { class: "transcript", role: "log", "aria-label": t.transcript, tabindex: "0" }, this.lines(opened.messages));
    this.thread.replaceChildren(
      h("div", { class: "row spread" }, h("h2", {}, opened.conversation.person ?? t.unknown), button("", t.closePanel, () => this.hide())),
      this.messages,
      opened.conversation.channel === "voice" ? "" : replyBox(id, opened.conversation, () => this.show(id).catch(() => {})),
    );
    this.messages.scrollTop = this.messages.scrollHeight;
    if (!quiet && opened.conversation.unread > 0) {
      await call("POST", `/api/inbox/${encodeURIComponent(id)}/read`, {}).catch(() => {});
    }
  }

  lines(messages) {
    const t = texts();
    return [...messages].reverse().map((one) => h("div", { class: one.role }, h("span", { class: "hint" }, `${one.author ?? t.roles[one.role] ?? one.role} · ${clock(one.at)}${one.delivery ? ` · ${one.delivery}` : ""}`), h("p", {}, one.text)));
  }

  hide() {
    this.openId = null;
    this.thread.hidden = true;
    this.thread.replaceChildren();
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.stop();
  }
}

/** Take, reply, hand back, close; what it knows of the conversation it asks for itself where it is not given. */
export function replyBox(id, known, changed = () => {}) {
  const t = texts();
  const root = h("div", { class: "reply" });
  const act = async (what, body = {}) => {
    await call("POST", `/api/inbox/${encodeURIComponent(id)}/${what}`, body);
    await load();
    await changed();
  };
  const take = async () => {
    try {
      await act("take");
    } catch (failure) {
      if (failure.status !== 409) {
        throw failure;
      }
      await act("take", { force: true });
    }
  };
  const draw = (one) => {
    if (one.state !== "held") {
      root.replaceChildren(h("div", { class: "actions" }, button("strong", t.takeText, take)));
      return;
    }
    const words = h("textarea", { rows: 3, maxlength: 4000 });
    const send = button("strong", t.send, async () => {
      const text = words.value.trim();
      if (text) {
        await act("messages", { text });
      }
    });
    root.replaceChildren(
      field(t.reply, words),
      h("div", { class: "actions" }, send, button("", t.handBack, async () => {
        const { summary } = await call("POST", `/api/inbox/${encodeURIComponent(id)}/hand-back`, {});
        toast(summary, "good");
        await load();
        await changed();
      }), button("", t.closeText, () => act("close"))),
    );
  };
  const load = async () => draw((await call("GET", `/api/inbox/${encodeURIComponent(id)}?limit=1`)).conversation);
  if (known) {
    draw(known);
  } else {
    load().catch(() => {});
  }
  return root;
}
