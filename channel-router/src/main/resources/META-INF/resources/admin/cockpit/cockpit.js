// SPDX-License-Identifier: Apache-2.0
// The supervisor's page: what goes on now, the inbox, what was.
import { token } from "/pages/api.js";
import { button, h, toast } from "/pages/elements.js";
import { Live } from "/pages/live.js";
import { openPage } from "/pages/shell.js";
import { texts } from "/pages/texts.js";
import { TEXTS } from "./cockpit-texts.js";
import { HistoryView } from "./history-view.js";
import { InboxView } from "./inbox-view.js";
import { LiveView } from "./live-view.js";

const BEAT_MS = 2_000;
const TOKEN_MS = 240_000;
const VIEWS = { live: LiveView, inbox: InboxView, history: HistoryView };

/** The one socket of the page; views add what they want to hear. */
class Line {
  handlers = new Set();
  conversations = new Map();
  knows = false;
  waiting = new Map();
  refs = 0;
  listensOrTalks = false;

  constructor(onState) {
    this.live = new Live("/api/cockpit/ws", {
      onMessage: (message) => this.heard(message),
      onBinary: (sound) => this.handlers.forEach((one) => one.sound?.(sound)),
      onState: (state) => {
        onState(state);
        if (state === "lost") {
          this.waiting.forEach((answer) => answer({ type: "refused", code: "unavailable" }));
          this.waiting.clear();
        }
      },
    });
    this.beat = setInterval(() => this.listensOrTalks && this.live.send({ type: "ping" }), BEAT_MS);
    this.renew = setInterval(() => this.sayWhoAgain(), TOKEN_MS);
  }

  async sayWhoAgain() {
    const known = await token().catch(() => null);
    if (known) {
      this.live.send({ type: "token", token: known, accountId: sessionStorage.getItem("allo-account") ?? undefined });
    }
  }

  heard(message) {
    if (message.ref && this.waiting.has(message.ref)) {
      this.waiting.get(message.ref)(message);
      this.waiting.delete(message.ref);
    }
    if (message.type === "live") {
      this.keep(message);
    }
    this.handlers.forEach((one) => one.message?.(message));
  }

  keep(message) {
    if (message.whole) {
      this.conversations.clear();
      this.knows = true;
    }
    message.gone.forEach((id) => this.conversations.delete(id));
    message.conversations.forEach((one) => this.conversations.set(one.id, one));
  }

  /** Fulfilled with true when it was done; says why when it was not. */
  async act(type, conversation, text) {
    this.refs += 1;
    const ref = String(this.refs);
    const answer = new Promise((done) => this.waiting.set(ref, done));
    if (!this.live.send({ type, ref, conversation, text })) {
      this.waiting.delete(ref);
      toast(texts().codes.unavailable, "alarm");
      return false;
    }
    const told = await answer;
    if (told.type === "refused") {
      toast(texts().codes[told.code] ?? told.code, "alarm");
      return false;
    }
    if (texts().acts[told.act]) {
      toast(texts().acts[told.act], "good");
    }
    return true;
  }

  send(message) {
    return this.live.send(message);
  }

  close() {
    clearInterval(this.beat);
    clearInterval(this.renew);
    this.live.close();
  }
}

openPage({
  name: "cockpit",
  texts: TEXTS,
  login: "always",
  needsAccount: true,
  accounts: "/api/cockpit/accounts",
  show(main) {
    const t = texts();
    const lost = h("p", { class: "hint alarm-line", role: "status", hidden: true }, t.lostLine);
    const line = new Line((state) => {
      lost.hidden = state !== "lost";
    });
    const place = h("div", { id: "view", role: "tabpanel" });
    let view = null;
    const tabs = Object.keys(VIEWS).map((name) => button("", t.tabs[name], () => choose(name), { role: "tab", "data-tab": name, "aria-controls": "view" }));
    const choose = (name) => {
      const wanted = VIEWS[name] ? name : "live";
      view?.close();
      tabs.forEach((tab) => {
        const on = tab.dataset.tab === wanted;
        tab.setAttribute("aria-selected", String(on));
        tab.tabIndex = on ? 0 : -1;
      });
      if (location.hash.slice(1).split("/")[0] !== wanted) {
        history.replaceState(null, "", `#${wanted}`);
      }
      place.replaceChildren();
      view = new VIEWS[wanted](place, line);
    };
    const list = h("div", { class: "tabs", role: "tablist", "aria-label": t.pages }, tabs);
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) {
        const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
        next.focus();
        next.click();
      }
    });
    main.append(list, lost, place);
    choose(location.hash.slice(1).split("/")[0] || "live");
    return () => {
      view?.close();
      line.close();
    };
  },
});
