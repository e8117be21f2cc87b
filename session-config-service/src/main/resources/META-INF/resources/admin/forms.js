// SPDX-License-Identifier: Apache-2.0
// Forms of the administration: fields by description, values as JSON, faults beside the field that the service names.
import { button, dialog, failed, field, h, toast } from "/pages/elements.js";
import { texts } from "/pages/texts.js";

/** A text that is shown as JSON; what is no JSON keeps the form from being sent. */
export class UnfitJson extends Error {}

/**
 * Fields are {name, label, kind, hint, value, options, required, places}. Kinds: text (default), area, code, json, number, tick, list
 * (values between commas), choice (options: [[value, label]] or values), password, email, suggest (a text with options).
 * `values()` is what the fields say; empty ones are null, and an empty password is left out.
 */
export class Form {
  constructor(fields) {
    this.fields = fields;
    this.inputs = new Map();
    this.boxes = new Map();
    this.problem = h("p", { class: "problem", role: "alert", hidden: true });
    this.root = h("div", { class: "form" });
    let row = null;
    for (const one of fields) {
      const box = this.box(one);
      const whole = ["area", "code", "json"].includes(one.kind) || one.places === "whole";
      if (whole) {
        row = null;
        this.root.append(box);
      } else {
        row ??= this.root.appendChild(h("div", { class: "two" }));
        row.append(box);
      }
    }
    this.root.append(this.problem);
  }

  box(one) {
    const input = made(one);
    this.inputs.set(one.name, input);
    if (one.kind === "tick") {
      input.id = `tick-${one.name}`;
      return h("div", { class: "tick" }, input, h("label", { for: input.id }, one.label), one.hint ? h("span", { class: "hint" }, one.hint) : null);
    }
    const box = field(one.label, input, one.hint);
    this.boxes.set(one.name, box);
    return box;
  }

  input(name) {
    return this.inputs.get(name);
  }

  values() {
    this.complain({});
    const values = {};
    const faults = {};
    for (const one of this.fields) {
      try {
        const value = read(one, this.input(one.name));
        if (value !== undefined) {
          values[one.name] = value;
        }
      } catch (fault) {
        faults[one.name] = fault.message;
      }
    }
    if (Object.keys(faults).length > 0) {
      this.complain(faults);
      throw new UnfitJson();
    }
    return values;
  }

  /** Only what differs from what was shown first. */
  changed() {
    const values = this.values();
    return Object.fromEntries(Object.entries(values).filter(([name, value]) => {
      const before = this.fields.find((one) => one.name === name).value ?? null;
      return JSON.stringify(before) !== JSON.stringify(value);
    }));
  }

  /** Faults by field; those of no field of this form stand below all. */
  complain(faults) {
    const others = [];
    for (const [name, box] of this.boxes) {
      box.complain(faults[name]);
    }
    for (const [name, text] of Object.entries(faults)) {
      if (!this.boxes.has(name)) {
        others.push(name ? `${name}: ${text}` : text);
      }
    }
    this.problem.textContent = others.join(" · ");
    this.problem.hidden = others.length === 0;
    const first = this.fields.find((one) => faults[one.name]);
    if (first) {
      this.input(first.name).focus();
    }
  }

  /** What the service refused, beside the fields that it names. */
  refuse(failure) {
    if (![400, 403, 409, 422].includes(failure.status)) {
      failed(failure);
      return;
    }
    const listed = failure.body?.errors;
    if (Array.isArray(listed)) {
      this.complain(Object.fromEntries(listed.map((fault) => [this.near(fault.field), fault.message])));
      return;
    }
    if (failure.status === 403) {
      this.complain({ "": failure.message || texts().refused });
      return;
    }
    const faults = {};
    for (const part of (failure.message || "").split("; ")) {
      const [, path, text] = /^([\w.]+): (.*)$/s.exec(part) ?? [null, "", part];
      faults[this.near(path)] = text;
    }
    this.complain(faults);
  }

  /** `policy.dialAllow` and `create.form.email` are at the fields dialAllow and email. */
  near(path) {
    const names = path.split(".");
    return names.findLast((name) => this.inputs.has(name)) ?? path;
  }
}

function made(one) {
  const properties = { name: one.name, required: one.required, autocomplete: one.kind === "password" ? "new-password" : "off" };
  if (one.kind === "tick") {
    return h("input", { type: "checkbox", checked: Boolean(one.value), name: one.name });
  }
  if (one.kind === "choice") {
    const options = one.options.map((option) => (Array.isArray(option) ? option : [option, option]));
    return h("select", properties, options.map(([value, label]) => h("option", { value: value ?? "", selected: String(value ?? "") === String(one.value ?? "") }, label)));
  }
  if (["area", "code", "json"].includes(one.kind)) {
    const area = h("textarea", { ...properties, rows: one.rows ?? 6, class: one.kind === "area" ? one.class : `code ${one.class ?? ""}`, spellcheck: one.kind === "area" ? null : "false" });
    area.value = one.kind === "json" ? shownJson(one.value) : one.value ?? "";
    return area;
  }
  const type = { number: "number", password: "password", email: "email" }[one.kind] ?? "text";
  const input = h("input", { ...properties, type, step: type === "number" ? "any" : null });
  input.value = Array.isArray(one.value) ? one.value.join(", ") : one.value ?? "";
  if (one.kind === "suggest") {
    const list = h("datalist", { id: `suggested-${one.name}` }, one.options.map((option) => h("option", { value: option })));
    input.setAttribute("list", list.id);
    input.setAttribute("placeholder", one.options[0]);
    queueMicrotask(() => input.after(list));
  }
  return input;
}

export function shownJson(value) {
  return value === undefined || value === null ? "" : JSON.stringify(value, null, 2);
}

function read(one, input) {
  const t = texts();
  if (one.kind === "tick") {
    return input.checked;
  }
  const text = one.kind === "password" ? input.value : input.value.trim();
  if (one.required && text === "") {
    throw new Error(t.required);
  }
  if (one.kind === "list") {
    return text === "" ? [] : text.split(",").map((part) => part.trim()).filter(Boolean);
  }
  if (text === "") {
    return one.kind === "password" ? undefined : null;
  }
  if (one.kind === "number" || (one.kind === "choice" && typeof one.numbers === "boolean")) {
    return Number(text);
  }
  if (one.kind === "json") {
    try {
      return JSON.parse(text);
    } catch (failure) {
      throw new Error(`${t.noJson} (${failure.message})`);
    }
  }
  return one.kind === "area" ? input.value : text;
}

/** Opens a form in a dialog. `send(values, form)` stores; the dialog closes once that is done. Fulfilled with what it answered, null when cancelled. */
export async function askFor(title, fields, send, { action, before, wide } = {}) {
  const t = texts();
  const form = new Form(fields);
  let answer = null;
  const save = async () => {
    try {
      answer = (await send(form.values(), form)) ?? true;
      open.close("done");
    } catch (failure) {
      if (failure instanceof UnfitJson) {
        return;
      }
      form.refuse(failure);
    }
  };
  const saving = button("strong", action ?? t.save, save);
  const open = dialog(title, [before ?? null, form.root].filter(Boolean), [button("", t.cancel, () => open.close("")), saving], wide ? "wide" : "");
  form.root.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.tagName === "INPUT" && event.target.type !== "checkbox") {
      event.preventDefault();
      saving.click();
    }
  });
  form.inputs.values().next().value?.focus();
  return (await open.closed) === "done" ? answer : null;
}

/** A secret that is told once, with a button that copies it. */
export function secretOnce(label, secret) {
  const t = texts();
  const copy = button("", t.copy, async () => {
    await navigator.clipboard.writeText(secret);
    toast(t.copied, "good");
  });
  return h("div", { class: "stack" }, h("p", {}, label), h("div", { class: "secret" }, h("code", {}, secret), navigator.clipboard ? copy : null));
}

export function pre(value) {
  return h("pre", { tabindex: "0" }, typeof value === "string" ? value : shownJson(value));
}
