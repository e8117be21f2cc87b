// SPDX-License-Identifier: Apache-2.0
// One running conversation: what is said, and what may be done about it.
import { whoIsIt } from "/pages/api.js";
import { ask, badge, button, field, h, toast } from "/pages/elements.js";
import { clockWithSeconds, texts } from "/pages/texts.js";
import { replyBox } from "./inbox-view.js";
import { Sound } from "./sound.js";

const LEADS = ["supervisor", "owner", "admin"];
const HELD = "allo-cockpit-held";
/** So long the list of what goes on may be behind. */
const SETTLES_MS = 6_000;

export class CallPanel {
  lines = new Map();
  listens = false;
  mode = "agent";

  constructor(root, line, conversation, close) {
    this.root = root;
    this.line = line;
    this.conversation = conversation;
    this.id = conversation.id;
    this.onClose = close;
    this.sound_ = new Sound((frame) => this.line.send(frame));
    this.build();
    this.follow();
    if (this.voice && sessionStorage.getItem(HELD) === this.id) {
      this.take(); // the page was loaded anew while the call was ours
    }
  }

  get voice() {
    return this.conversation.channel === "voice";
  }

  follow() {
    this.line.send({ type: "follow", conversation: this.id });
  }

  build() {
    const t = texts();
    this.title = h("h2", {}, this.conversation.person ?? t.unknown);
    this.state = h("div", { class: "row" });
    this.log = h("div", { class: "transcript", role: "log", "aria-live": "polite", "aria-label": t.transcript, tabindex: "0" });
    this.acts = h("div", { class: "acts" });
    this.root.replaceChildren(
      h("div", { class: "row spread" }, this.title, button("", t.closePanel, () => this.onClose())),
      this.state,
      this.log,
      this.acts,
    );
    this.root.onkeydown = (event) => {
      if (event.key === "Escape" && !event.target.closest("dialog")) {
        this.onClose();
      }
    };
    this.drawState();
    this.drawLines();
    this.drawActs();
  }

  update(conversation) {
    this.over = conversation === undefined;
    this.conversation = conversation ?? this.conversation;
    this.drawState();
    this.lookWhoTalks();
    if (this.over && !this.toldOver) {
      this.toldOver = true;
      sessionStorage.removeItem(HELD);
      this.sound_.close();
      this.line.listensOrTalks = false;
      this.drawActs();
    }
  }

  /** The agent may have it back without us: this page was silent for too long, or the call's worker was lost. */
  lookWhoTalks() {
    if (!this.over && this.mode !== "agent" && this.conversation.state === "agent" && Date.now() - this.talksSince > SETTLES_MS) {
      this.given();
      toast(texts().acts.leave, "alarm");
    }
  }

  given() {
    sessionStorage.removeItem(HELD);
    this.mode = "agent";
    this.sound_.hush();
    this.drawMode();
  }

  drawState() {
    const t = texts();
    const { state, holder, channel, agent } = this.conversation;
    this.state.replaceChildren(
      badge("", t.channels[channel] ?? channel),
      badge(this.over ? "" : state === "agent" ? "good" : "busy", this.over ? t.codes["not-live"] : (t.states[state] ?? state)),
      h("span", { class: "hint" }, agent.name, holder ? ` · ${holder.name}` : ""),
    );
  }

  message(message) {
    if (message.type === "lines" && message.conversation === this.id) {
      message.lines.forEach((line) => this.lines.set(line.id, line));
      this.drawLines();
    } else if (message.type === "ready") {
      this.again();
    }
  }

  /** The line was lost and is back: what was ours is ours again. */
  async again() {
    this.follow();
    if (this.listens) {
      await this.line.act("listen", this.id);
    }
    if (this.mode !== "agent") {
      await this.line.act(this.mode === "held" ? "take" : "join", this.id);
    }
  }

  sound(both) {
    this.sound_.play(both);
  }

  drawLines() {
    const t = texts();
    const atEnd = this.log.scrollTop + this.log.clientHeight >= this.log.scrollHeight - 40;
    const all = [...this.lines.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    const made = all.map((line) =>
      h(
        "div",
        { class: line.role, "data-id": line.id },
        h("span", { class: "hint" }, `${t.roles[line.role] ?? line.role} · ${clockWithSeconds(line.at)}${line.latencyMs === undefined ? "" : ` · ${line.latencyMs} ms`}${line.outcome ? ` · ${line.outcome}` : ""}`),
        h("p", {}, line.heard ?? line.text, line.heard !== undefined && line.heard !== line.text ? h("span", { class: "hint" }, ` [${t.notHeard}: ${line.text.slice(line.heard.length)}]`) : null),
      ),
    );
    this.log.replaceChildren(...(made.length > 0 ? made : [h("div", { class: "hint" }, t.nothingSaid)]));
    if (atEnd) {
      this.log.scrollTop = this.log.scrollHeight;
    }
  }

  drawActs() {
    const t = texts();
    if (this.over || !LEADS.includes(whoIsIt()?.role)) {
      this.acts.replaceChildren(!this.over && !this.voice ? replyBox(this.id) : "");
      return;
    }
    const whisper = this.box(t.whisper, t.whisperHint, "whisper");
    if (!this.voice) {
      this.acts.replaceChildren(replyBox(this.id), whisper);
      return;
    }
    const buttons = [button("", this.listens ? t.silence : t.listen, () => this.listen(), { "aria-pressed": String(this.listens) })];
    if (this.mode === "agent") {
      buttons.push(button("", t.join, () => this.join()), button("strong", t.take, () => this.take()));
    } else {
      buttons.push(button("strong", this.mode === "held" ? t.handBack : t.leave, () => this.leave()));
    }
    buttons.push(button("danger", t.end, () => this.end()));
    this.summary = h("input", { maxlength: 500 });
    this.acts.replaceChildren(
      this.mode === "agent" ? "" : h("p", { class: "on-air", role: "status" }, this.mode === "held" ? t.onAir : t.joinedNow),
      h("div", { class: "actions" }, buttons),
      this.mode === "held" ? field(t.summary, this.summary) : "",
      this.mode === "held" ? this.box(t.say, t.sayHint, "say") : whisper,
    );
  }

  /** A field whose words are sent as an act. */
  box(label, hint, act) {
    const input = h("input", { maxlength: 1000, autocomplete: "off" });
    const form = h("form", { class: "speak" }, field(label, input, hint), h("button", { "aria-label": `${texts().send} · ${label}` }, texts().send));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const words = input.value.trim();
      if (words && (await this.line.act(act, this.id, words))) {
        input.value = "";
      }
    });
    return form;
  }

  async listen() {
    if (this.listens) {
      this.listens = !(await this.line.act("silence", this.id));
    } else {
      const opened = this.sound_.open().catch(() => toast(texts().noSound, "alarm"));
      this.listens = await this.line.act("listen", this.id);
      await opened;
    }
    this.drawMode();
  }

  async join() {
    if (await this.line.act("join", this.id)) {
      await this.onLine("joined");
    }
  }

  async take() {
    if (await this.line.act("take", this.id)) {
      sessionStorage.setItem(HELD, this.id);
      await this.onLine("held");
    } else {
      sessionStorage.removeItem(HELD);
    }
  }

  /** Whoever talks also hears. */
  async onLine(mode) {
    this.mode = mode;
    this.talksSince = Date.now();
    this.drawMode();
    try {
      await this.sound_.talk();
    } catch {
      toast(texts().microphone, "alarm");
    }
    if (!this.listens) {
      this.listens = await this.line.act("listen", this.id);
      this.drawMode();
    }
  }

  async leave() {
    const words = this.mode === "held" ? this.summary?.value.trim() : undefined;
    if (await this.line.act(this.mode === "held" ? "hand-back" : "leave", this.id, words || undefined)) {
      this.given();
    }
  }

  async end() {
    if ((await ask(texts().sureEnd)) && (await this.line.act("end", this.id))) {
      sessionStorage.removeItem(HELD);
    }
  }

  drawMode() {
    this.line.listensOrTalks = this.listens || this.mode !== "agent";
    const focused = this.acts.contains(document.activeElement);
    this.drawActs();
    if (focused) {
      this.acts.querySelector("button")?.focus();
    }
  }

  close() {
    this.line.send({ type: "unfollow", conversation: this.id });
    if (this.listens) {
      this.line.send({ type: "silence", conversation: this.id });
    }
    if (this.mode !== "agent" && !this.over) {
      this.line.send({ type: this.mode === "held" ? "hand-back" : "leave", conversation: this.id });
      sessionStorage.removeItem(HELD);
    }
    this.line.listensOrTalks = false;
    this.sound_.close();
    this.root.replaceChildren();
  }
}
