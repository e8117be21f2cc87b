// SPDX-License-Identifier: Apache-2.0
// The few ways in which pages make elements. All text goes in as text, never as HTML.
import { texts } from "./texts.js";

const SAFE_LINK = /^(https?:|tel:|mailto:|blob:|[/#?.])/i;
const TOAST_MS = 6_000;

/**
 * An element. Functions among the properties are listeners of that event ("click"), true and false switch an attribute, undefined
 * and null leave it out; children may be elements, texts, numbers, lists of these, or nothing.
 */
export function h(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") {
      made.addEventListener(name, value);
    } else if ((name === "href" || name === "src") && value && !SAFE_LINK.test(value)) {
      made.setAttribute("title", String(value)); // javascript: and the like: shown, never followed
    } else if (value !== undefined && value !== null && value !== false) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false).map((child) => (child instanceof Node ? child : String(child))));
  return made;
}

/** Works once at a time: it rests until what it began is over. What it throws is told by {@link failed}. */
export function button(kind, label, onClick, properties = {}) {
  const made = h("button", { type: "button", class: kind, ...properties }, label);
  made.addEventListener("click", async () => {
    if (made.dataset.works) {
      return;
    }
    made.dataset.works = "yes";
    made.setAttribute("aria-busy", "true");
    try {
      await onClick(made);
    } catch (failure) {
      failed(failure);
    } finally {
      delete made.dataset.works;
      made.removeAttribute("aria-busy");
    }
  });
  return made;
}

/** @param kind good, alarm, busy or nothing */
export function badge(kind, text) {
  return h("span", { class: `badge ${kind}` }, text);
}

let fields = 0;

/** A label above its input; say what is wrong with it by `field.complain(text)`. */
export function field(label, input, hint) {
  fields += 1;
  input.id ||= `field-${fields}`;
  const problem = h("span", { class: "problem hint", id: `${input.id}-problem`, hidden: true });
  const made = h("div", { class: "field" }, h("label", { for: input.id }, label), input, hint ? h("span", { class: "hint" }, hint) : null, problem);
  made.complain = (text) => {
    problem.textContent = text ?? "";
    problem.hidden = !text;
    input.setAttribute("aria-invalid", String(Boolean(text)));
    input.setAttribute("aria-describedby", problem.id);
  };
  return made;
}

/** What stands in the place of content that is not there: state is loading, empty or failed. */
export function waiting(state, text, again) {
  return h("div", { class: `waiting ${state}`, role: state === "failed" ? "alert" : "status" }, h("p", {}, text), again ? button("", texts().again, again) : null);
}

/**
 * Makes the children of a list equal to the items, in order. Whoever has not changed stays as he is, with his focus and half-written
 * words; so does one that is being written in.
 */
export function keyed(list, items, keyOf, make) {
  const before = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const after = items.map((item) => {
    const key = String(keyOf(item));
    const state = JSON.stringify(item);
    const old = before.get(key);
    if (old && (old.shownState === state || old.contains(document.activeElement?.closest("textarea, input")))) {
      return old;
    }
    const made = make(item);
    made.dataset.key = key;
    made.shownState = state;
    if (old?.contains(document.activeElement)) {
      queueMicrotask(() => made.querySelector("button, a")?.focus());
    }
    return made;
  });
  if (after.length !== list.children.length || after.some((child, at) => list.children[at] !== child)) {
    list.replaceChildren(...after);
  }
}

/**
 * Opens a dialog: the browser keeps the focus in it and gives it back, Escape closes it. `closed` of the answer is fulfilled with the
 * value of the button that closed it, "" for Escape.
 */
export function dialog(title, content, actions, kind = "") {
  fields += 1;
  const made = h("dialog", { class: kind, "aria-labelledby": `dialog-${fields}` }, h("h2", { id: `dialog-${fields}` }, title), content, h("div", { class: "actions" }, actions));
  made.closed = new Promise((decided) => {
    made.addEventListener("close", () => {
      made.remove();
      decided(made.returnValue);
    });
  });
  document.body.append(made);
  made.showModal();
  return made;
}

/** Asks in a dialog of the page. Fulfilled with true or false; Escape is no. */
export async function ask(question, yes = texts().yes, no = texts().no, detail = "") {
  const answer = (value) => () => asked.close(value);
  const asked = dialog(question, h("p", {}, detail), [button("", no, answer("no")), button("strong", yes, answer("yes"))]);
  return (await asked.closed) === "yes";
}

let toasts = null;

/** Says something at the foot of the page and to screen readers. @param kind good, alarm or nothing: alarms stay until they are closed */
export function toast(text, kind = "") {
  if (!toasts?.isConnected) {
    toasts = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
    document.body.append(toasts);
  }
  const made = h("div", { class: `toast ${kind}` }, h("span", {}, text));
  made.append(button("link", texts().close, () => made.remove()));
  // the newest only: what stands below would cover the page
  toasts.replaceChildren(...[...toasts.children].slice(-2), made);
  if (kind !== "alarm") {
    setTimeout(() => made.remove(), TOAST_MS);
  }
}

/** Tells why something was not done: what the service said, that the role forbids it, or that nobody answered. */
export function failed(failure) {
  const t = texts();
  const reason = failure.status === 403 ? t.refused : failure.status ? failure.message || String(failure.status) : t.offline;
  if (failure.status !== 401) {
    toast(failure.status ? t.failed + reason : reason, "alarm");
  }
}
