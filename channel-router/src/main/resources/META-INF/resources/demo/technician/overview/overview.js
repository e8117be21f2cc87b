// SPDX-License-Identifier: Apache-2.0
// All sessions of the console and what they come to: for whoever leads the support team.
import { call, download } from "/pages/api.js";
import { badge, button, failed, h, waiting } from "/pages/elements.js";
import { openPage } from "/pages/shell.js";
import { Table } from "/pages/table.js";
import { ago, date, moment, number, percent, preferLanguage, stopwatch, texts } from "/pages/texts.js";
import { WORDS } from "../words.js";
import { bars, shares } from "./charts.js";

const EVERY_MS = 5_000;
const MOST = 1_000;
const TEXTS = {
  fr: {
    overview: "Sessions d’assistance", console: "Retour à la console", period: "Période", days: (n) => `${n} derniers jours`, sessions: "Sessions", running: "En cours", rate: "Taux de résolution",
    median: "Délai médian jusqu’à la solution", p95: "95 % en moins de", feedback: "Avis", helpful: "utiles", notHelpful: "pas utiles", calls: "Appels", withSolution: "Avec solution",
    perDay: "Sessions par jour", dayOf: (d, n, r) => `${d} : ${n} sessions, ${r} résolues`, legend: "plein : résolues", byIssue: "Problèmes les plus fréquents", none: "Aucune session sur cette période.",
    when: "Début", who: "Technicien", state: "État", length: "Durée", said: "Segments", last: "Dernier texte", issue: "Problème", found: "Solutions", ended: "Terminée", noData: "–", cost: "Coût (USD)", unpriced: (names) => `sans prix : ${names}`,
  },
  en: {
    overview: "Support sessions", console: "Back to the console", period: "Period", days: (n) => `Last ${n} days`, sessions: "Sessions", running: "Running", rate: "Resolution rate",
    median: "Median time to a solution", p95: "95% within", feedback: "Feedback", helpful: "helpful", notHelpful: "not helpful", calls: "Calls", withSolution: "With a solution",
    perDay: "Sessions per day", dayOf: (d, n, r) => `${d}: ${n} sessions, ${r} resolved`, legend: "filled: resolved", byIssue: "Most frequent problems", none: "No session in this period.",
    when: "Begun", who: "Technician", state: "State", length: "Length", said: "Segments", last: "Last text", issue: "Problem", found: "Solutions", ended: "Ended", noData: "–", cost: "Cost (USD)", unpriced: (names) => `without a price: ${names}`,
  },
};

const settings = await call("GET", "/demo/console-settings").catch(() => ({ open: true }));

preferLanguage("fr");
openPage({
  name: "technician",
  title: (t) => t.overview,
  texts: { fr: { ...WORDS.fr, ...TEXTS.fr }, en: { ...WORDS.en, ...TEXTS.en } },
  login: settings.open ? "asked" : "always",
  needsAccount: true,
  accounts: "/api/cockpit/accounts",
  show: (main) => new Overview(main).open(),
});

class Overview {
  length = 30;

  constructor(main) {
    const t = texts();
    this.figures = h("div", { class: "figures" }, waiting("loading", t.loading));
    const period = h("select", { id: "period", change: (event) => this.show(Number(event.target.value)) }, [7, 30, 90, 365].map((n) => h("option", { value: n, selected: n === this.length }, t.days(n))));
    const head = h("div", { class: "side" }, h("a", { href: "/demo/technician" }, t.console), h("span", { class: "actions" }, h("label", { for: "period" }, t.period), period));
    this.table = new Table(this.columns(t), { caption: t.sessions, search: (row) => [row.session_id, row.technician_name, row.client, row.last_text].join(" "), empty: t.none, keyOf: (row) => row.session_id });
    main.replaceChildren(head, this.figures, this.table.root);
  }

  columns(t) {
    const issue = (row) => (row.issue ? (t.issues[row.issue] ?? row.issue) : "");
    return [
      { name: "when", title: t.when, cell: (row) => h("span", { title: moment(row.started_at) }, ago(row.started_at)), value: (row) => row.started_at },
      { name: "state", title: t.state, cell: (row) => badge(row.running ? "good" : "", row.running ? t.running : t.ended), value: (row) => String(row.running) },
      { name: "who", title: t.who, cell: (row) => [row.technician_name, row.client].filter(Boolean).join(" – "), value: (row) => row.technician_name ?? "" },
      { name: "issue", title: t.issue, cell: issue, value: issue },
      { name: "length", title: t.length, kind: "number", cell: (row) => (row.duration_seconds === null ? "" : stopwatch(row.duration_seconds)), value: (row) => row.duration_seconds ?? 0 },
      { name: "said", title: t.said, kind: "number", cell: (row) => number(row.segments), value: (row) => row.segments },
      { name: "found", title: t.found, kind: "number", cell: (row) => this.found(t, row), value: (row) => row.solutions },
      { name: "cost", title: t.cost, kind: "number", cell: (row) => this.cost(t, row), value: (row) => row.cost_usd ?? 0 },
      { name: "last", title: t.last, cell: (row) => row.last_text ?? "" },
    ];
  }

  /** Models and recognisers, without margin; unknown where one has no price. */
  cost(t, { cost_usd: cost, unpriced }) {
    if (unpriced?.length > 0) {
      return h("span", { title: t.unpriced(unpriced.join(", ")) }, t.noData);
    }
    return cost === null || cost === undefined ? "" : number(cost, 4);
  }

  found(t, row) {
    if (row.solutions === 0) {
      return "0";
    }
    return button("link", `${row.solutions} · ${t.pdf}`, () => download(`/api/console/sessions/${encodeURIComponent(row.session_id)}/solutions.pdf`, "solutions.pdf"));
  }

  open() {
    this.list();
    this.show(this.length);
    this.timer = setInterval(() => document.hidden || this.list(), EVERY_MS);
    return () => clearInterval(this.timer);
  }

  async list() {
    try {
      this.table.show((await call("GET", `/api/console/sessions?limit=${MOST}`)).sessions);
    } catch (failure) {
      if (failure.status) {
        failed(failure);
      }
    }
  }

  async show(length) {
    this.length = length;
    const day = (ms) => new Date(ms).toISOString().slice(0, 10);
    const now = Date.now();
    try {
      this.draw(await call("GET", `/api/console/analytics?from=${day(now - (length - 1) * 86_400_000)}&to=${day(now)}`));
    } catch (failure) {
      this.figures.replaceChildren(waiting("failed", failure.message || texts().offline, () => this.show(length)));
    }
  }

  draw(figures) {
    const t = texts();
    const seconds = (value) => (value === null || value === undefined ? t.noData : `${number(value, 1)} s`);
    const tile = (label, value, more) => h("div", { class: "card tile" }, h("p", { class: "hint" }, label), h("p", { class: "value" }, value), more ? h("p", { class: "hint" }, more) : null);
    const said = figures.feedback;
    const tiles = [
      tile(t.sessions, number(figures.sessions), `${t.calls} : ${number(figures.calls)} · ${t.withSolution} : ${number(figures.with_solution)}`),
      tile(t.rate, percent(figures.resolution_rate), `${number(figures.resolved)} / ${number(figures.sessions)}`),
      tile(t.median, seconds(figures.time_to_solution?.median_seconds), `${t.p95} ${seconds(figures.time_to_solution?.p95_seconds)}`),
      tile(t.cost, figures.cost_usd === undefined ? t.noData : number(figures.cost_usd, 2), figures.unpriced?.length > 0 ? t.unpriced(figures.unpriced.join(", ")) : null),
      tile(t.feedback, `${number(said.helpful ?? 0)} ${t.helpful}`, `${number((said.not_helpful ?? 0) + (said.irrelevant ?? 0))} ${t.notHelpful}`),
    ];
    const days = figures.days.map((one) => ({ label: date(one.day).replace(/\s?\d{4}$/, ""), whole: one.sessions, part: one.resolved, says: t.dayOf(date(one.day), one.sessions, one.resolved) }));
    const perDay = h("div", { class: "card" }, h("div", { class: "side" }, h("h2", {}, t.perDay), h("span", { class: "hint" }, t.legend)), days.length > 0 ? bars(t.perDay, days) : waiting("empty", t.none), h("ul", { class: "unseen" }, days.map((one) => h("li", {}, one.says))));
    const issues = figures.issues.map((one) => ({ label: t.issues[one.issue] ?? one.issue, count: one.sessions }));
    const byIssue = h("div", { class: "card" }, h("h2", {}, t.byIssue), issues.length > 0 ? shares(issues) : waiting("empty", t.none));
    this.figures.replaceChildren(h("div", { class: "tiles" }, tiles), h("div", { class: "charts" }, perDay, byIssue));
  }
}
