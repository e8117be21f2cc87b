// SPDX-License-Identifier: Apache-2.0
// Solutions, newest first, each with how sure it is and what it was taken from.
import { call, download } from "/pages/api.js";
import { badge, button, h, toast, waiting } from "/pages/elements.js";
import { ago, percent, texts } from "/pages/texts.js";
import { formatted } from "./formatted.js";

const SURE = 0.75;
const DOUBTFUL = 0.5;
const found = []; // survive another drawing of the page

export class Solutions {
  constructor(session) {
    this.session = session;
    const t = texts();
    this.empty = waiting("empty", t.solutionsEmpty);
    this.list = h("ul", { class: "solutions", "aria-label": t.solutions });
    this.news = h("p", { class: "unseen", role: "status" });
    this.pushed = badge("", t.polled);
    this.paper = button("", t.pdf, () => download(`/api/console/sessions/${encodeURIComponent(session.id)}/solutions.pdf`, "solutions.pdf"), { id: "pdf", hidden: true });
    this.tools = h("div", { class: "actions" }, this.paper, this.pushed);
    this.hints = h("ul", { class: "hints", "aria-label": t.hints });
    this.root = h("div", { class: "help" }, h("div", { class: "help-head" }, h("h2", {}, t.solutions), this.tools), this.news, this.hints, this.empty, this.list);
    this.heard = new AbortController();
    session.addEventListener("suggestion", ({ detail }) => detail.type !== "clarification_question" && this.take(detail), { signal: this.heard.signal });
    session.addEventListener("site", ({ detail }) => this.loadHints(detail), { signal: this.heard.signal });
    session.addEventListener("push", () => this.drawPush(), { signal: this.heard.signal });
    found.forEach((one) => this.show(one));
    this.drawPush();
  }

  drawPush() {
    const { pushed } = this.session;
    this.pushed.className = `badge ${pushed ? "good" : "busy"}`;
    this.pushed.textContent = pushed ? texts().pushed : texts().polled;
  }

  leave() {
    this.heard.abort();
  }

  /** What is known of the site before anybody asks. */
  async loadHints(site) {
    const { hints } = site.id ? await call("GET", `/api/console/sites/${site.id}/hints`).catch(() => ({ hints: [] })) : { hints: [] };
    this.hints.replaceChildren(...hints.map((hint) => this.hint(hint)));
  }

  hint(hint) {
    const t = texts();
    if (hint.kind === "repeated") {
      return h("li", { class: "card hint-card" }, badge("busy", t.hint), h("p", {}, t.repeated(t.issues[hint.issue] ?? hint.issue, hint.count)), h("p", { class: "hint" }, ago(hint.last_at)));
    }
    return h("li", { class: "card hint-card" }, badge("busy", t.hint), h("details", {}, h("summary", {}, t.helpedHere(hint.title)), h("div", { class: "words" }, formatted(hint.content))));
  }

  take(solution) {
    found.push(solution);
    this.show(solution);
    this.news.textContent = texts().newSolution(solution.title);
    this.session.live?.send({ type: "shown", suggestion_id: solution.id });
  }

  show(solution) {
    this.empty.hidden = true;
    this.paper.hidden = false;
    this.list.prepend(this.card(solution));
  }

  card(solution) {
    const t = texts();
    const sure = solution.confidence ?? 0;
    const look = sure >= SURE ? "good" : sure >= DOUBTFUL ? "busy" : "alarm";
    const confidence = badge(look, `${t.confidence} ${percent(sure)}`);
    const copy = button("link", t.copy, async () => {
      await navigator.clipboard.writeText(`${solution.title}\n\n${solution.content}`);
      this.clicked(solution);
      toast(t.copied, "good");
    });
    const head = h("div", { class: "solution-head" }, h("h3", {}, solution.title), confidence);
    return h("li", { class: "card solution", "data-id": solution.id }, head, h("div", { class: "words" }, formatted(solution.content)), this.sources(solution), h("div", { class: "actions" }, this.verdict(solution), copy));
  }

  sources(solution) {
    const chunks = solution.source_chunks ?? [];
    if (chunks.length === 0) {
      return null;
    }
    const items = chunks.map((chunk) => h("li", {}, h("strong", {}, chunk.title || chunk.source || ""), chunk.title && chunk.source ? ` (${chunk.source})` : "", h("p", { class: "hint" }, chunk.text)));
    return h("details", { toggle: (event) => event.target.open && this.clicked(solution) }, h("summary", {}, texts().sources(chunks.length)), h("ol", {}, items));
  }

  verdict(solution) {
    const t = texts();
    const give = (feedback) => async (pressed) => {
      await call("POST", `/api/realtime/suggestions/${encodeURIComponent(solution.id)}/feedback`, { feedback });
      solution.feedback = feedback;
      [...pressed.parentElement.querySelectorAll("[data-feedback]")].forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.feedback === feedback)));
      toast(t.thanks, "good");
    };
    return [["helpful", t.useful], ["not_helpful", t.useless]].map(([feedback, label]) =>
      button("", label, give(feedback), { "data-feedback": feedback, "aria-pressed": String(solution.feedback === feedback) }));
  }

  clicked(solution) {
    this.session.live?.send({ type: "clicked", suggestion_id: solution.id });
  }
}
