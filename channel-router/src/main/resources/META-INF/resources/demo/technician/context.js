// SPDX-License-Identifier: Apache-2.0
// Whom the agent supports: the technician with his telephone, the site with its equipment and history.
import { call, Refused } from "/pages/api.js";
import { badge, button, failed, h, toast } from "/pages/elements.js";
import { ago, date, stopwatch, texts } from "/pages/texts.js";
import { edited } from "./edit.js";
import { EXAMPLE } from "./example.js";

const KINDS = ["camera", "recorder", "alarm", "sensor", "network"];
const NUMBER = /^\+[1-9]\d{6,14}$/;

let people = null;
let chosen = null;
let dialled = "";

export class Context {
  constructor(session) {
    this.session = session;
    this.calls = true;
    this.card = h("div", { class: "card technician" });
    this.place = h("div", { class: "card site" });
    this.root = h("div", { class: "context" }, this.card, this.place);
    this.heard = new AbortController();
    session.addEventListener("call", ({ detail }) => this.changed(detail), { signal: this.heard.signal });
    this.draw();
    if (!people) {
      this.load();
    } else if (chosen) {
      queueMicrotask(() => this.choose(chosen)); // once the other columns listen
    }
  }

  leave() {
    dialled = this.phone.value;
    this.heard.abort();
  }

  /** @param calls whether there is a telephone at all */
  allow(calls) {
    this.calls = calls;
    this.drawCall();
  }

  async load() {
    try {
      people = (await call("GET", "/api/console/technicians")).technicians;
    } catch (failure) {
      if (!(failure instanceof Refused)) {
        return;
      }
    }
    dialled = this.phone.value;
    if (people?.length > 0) {
      this.choose(people[0]);
    }
  }

  choose(technician) {
    chosen = technician;
    this.draw();
    this.session.tell("site", this.site);
    this.loadCalls();
  }

  chooseById(id) {
    dialled = "";
    this.choose(people.find((one) => one.id === id));
  }

  /** Earlier calls of the site. */
  async loadCalls() {
    if (!chosen?.site) {
      return;
    }
    try {
      const { calls } = await call("GET", `/api/console/sites/${chosen.site.id}/calls`);
      this.drawCalls(calls);
    } catch (failure) {
      failed(failure);
    }
  }

  async edit() {
    const changed = await edited(this.technician);
    if (changed) {
      people = [changed, ...(people ?? []).filter((one) => one.id !== changed.id)];
      dialled = "";
      this.choose(changed);
    }
  }

  async reload() {
    if (chosen?.site) {
      chosen.site = await call("POST", `/api/console/sites/${chosen.site.id}/reload`);
    }
    this.drawSite(texts(), this.site);
    this.loadCalls();
    toast(texts().reloaded, "good");
  }

  get technician() {
    return chosen ?? EXAMPLE;
  }

  get site() {
    return this.technician.site ?? { equipment: [] };
  }

  draw() {
    this.drawTechnician(texts(), this.technician);
    this.drawSite(texts(), this.site);
    this.drawCall();
  }

  drawTechnician(t, one) {
    const initials = one.name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => word[0].toUpperCase()).join("");
    const typing = this.phone !== undefined && document.activeElement === this.phone;
    const face = h("span", { class: "face", "aria-hidden": "true" }, initials);
    this.phone = h("input", { id: "phone", type: "tel", autocomplete: "off", placeholder: "+33612345678", value: dialled || one.phone_number || "", maxlength: 40, "aria-describedby": "call-status" });
    this.button = h("button", { class: "strong", id: "call" }, t.call);
    this.status = h("p", { class: "call-status", id: "call-status", role: "status" }, t.noCall);
    const form = h("form", { class: "dial", novalidate: true, submit: (event) => this.dial(event) }, h("div", { class: "field" }, h("label", { for: "phone" }, t.phone), this.phone), this.button, this.status);
    const edit = button("link", t.edit, () => this.edit(), { "aria-label": t.editTechnician });
    const head = h("div", { class: "face-head" }, face, h("div", { class: "name" }, h("h2", {}, one.name), badge("", t.years(one.experience_years))), edit);
    const facts = this.facts([[t.location, one.location], [t.assigned, one.site?.client], [t.arrival, one.arrival]]);
    this.card.replaceChildren(...[this.choice(t), head, facts, form].filter(Boolean));
    if (typing) { // the technicians have come meanwhile: whoever types a number goes on typing it
      this.phone.focus();
      this.phone.setSelectionRange(this.phone.value.length, this.phone.value.length);
    }
  }

  choice(t) {
    if ((people?.length ?? 0) < 2) {
      return null;
    }
    const options = people.map((one) => h("option", { value: one.id, selected: one.id === chosen?.id }, one.site ? `${one.name} – ${one.site.client}` : one.name));
    return h("select", { "aria-label": t.technician, change: (event) => this.chooseById(event.target.value) }, options);
  }

  drawSite(t, site) {
    const facts = this.facts([
      [t.client, site.client],
      [t.since, date(site.since)],
      [t.installer, site.installer],
      [t.subscription, site.subscription && `${site.subscription} · ${t.cameras(site.cameras ?? 0)}`],
    ]);
    const equipment = site.equipment.map((one) =>
      h("li", {}, h("i", { class: `icon ${KINDS.includes(one.kind) ? one.kind : "other"}` }), h("span", {}, one.name), h("strong", { class: "quantity" }, `× ${one.quantity}`)));
    const history = this.facts([[t.lastIncident, site.last_incident], [t.notes, site.notes]], "long");
    const reload = button("link", t.reload, () => this.reload(), { id: "reload" });
    this.earlier = h("ul", { class: "earlier" });
    const things = h("div", { class: "side" }, h("h3", {}, t.equipment), reload);
    this.place.replaceChildren(h("h2", {}, t.site), facts, things, h("ul", { class: "equipment" }, equipment), h("h3", {}, t.history), history, this.earlier);
  }

  drawCalls(calls) {
    const t = texts();
    const items = calls.map((one) =>
      h("li", {}, h("span", {}, ago(one.started_at)), " · ", one.technician_name || t.roles.unknown, one.duration_seconds ? ` · ${stopwatch(one.duration_seconds)}` : "", " ", one.helpful > 0 ? badge("good", t.solved) : one.solutions > 0 ? badge("", t.solutionCount(one.solutions)) : null));
    this.earlier.replaceChildren(...(items.length > 0 ? [h("li", {}, h("h4", {}, t.earlierCalls)), ...items] : []));
  }

  facts(pairs, kind = "") {
    return h("dl", { class: kind }, pairs.filter(([, value]) => value).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
  }

  async dial(event) {
    event.preventDefault();
    const number = this.phone.value.replace(/[\s.\-()]/g, "");
    const t = texts();
    const problem = !number.startsWith("+") ? t.noPlus : !NUMBER.test(number) ? t.shortNumber : "";
    this.phone.setAttribute("aria-invalid", String(problem !== ""));
    if (problem) {
      this.tell("alarm", problem);
      this.phone.focus();
      return;
    }
    await this.session.start(number, this.technician, this.site);
  }

  changed(change) {
    const t = texts();
    if (change.state === "failed") {
      this.failure = t.callFailed + (change.failure.status ? change.failure.message || change.failure.status : t.offline);
    } else if (change.state === "ended") {
      this.loadCalls();
      this.ended = t.reasons[change.reason] ?? "";
      this.failure = ["busy", "failed", "no-answer"].includes(change.reason) ? t.callFailed + this.ended : null;
    } else {
      this.failure = null;
    }
    this.drawCall();
  }

  drawCall() {
    const t = texts();
    const { state, status } = this.session;
    this.button.disabled = state === "calling" || state === "online" || !this.calls;
    this.button.className = state === "online" ? "good" : "strong";
    this.button.textContent = state === "calling" ? t.calling : state === "online" ? t.connected : t.call;
    if (this.failure) {
      this.tell("alarm", this.failure);
    } else if (state === "calling") {
      this.tell("busy", t.calling);
    } else if (state === "online" && (status === "initiated" || status === "ringing")) {
      this.tell("busy", t[status]);
    } else if (state === "online") {
      this.tell("good", t.live);
    } else if (state === "ended") {
      this.tell("good", this.ended ? `${t.callEnded} (${this.ended})` : t.callEnded);
    } else {
      this.tell("", this.calls ? t.noCall : t.noTelephone);
    }
  }

  tell(look, words) {
    this.status.className = `call-status ${look}`;
    this.status.textContent = words;
  }
}
