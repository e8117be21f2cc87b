// SPDX-License-Identifier: Apache-2.0
// The few ways in which the page makes elements. All text goes in as text, never as HTML.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child) => child !== undefined && child !== null));
  return made;
}

/** Works once at a time: it rests until what it began is over. */
export function button(kind, label, onClick) {
  const made = element("button", { type: "button", class: kind }, label);
  made.addEventListener("click", async () => {
    made.disabled = true;
    try {
      await onClick();
    } finally {
      made.disabled = false;
    }
  });
  return made;
}

export function badge(kind, text) {
  return element("span", { class: `badge ${kind}` }, text);
}

/**
 * Makes the children of a list equal to the items, in order. Whoever has not changed stays as he is, with his focus and half-written
 * words; so does one that is being written in.
 */
export function keyed(list, items, keyOf, make) {
  const before = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const after = items.map((item) => {
    const key = keyOf(item);
    const state = JSON.stringify(item);
    const old = before.get(key);
    if (old && (old.dataset.state === state || old.contains(document.activeElement?.closest("textarea")))) {
      return old;
    }
    const made = make(item);
    made.dataset.key = key;
    made.dataset.state = state;
    if (old?.contains(document.activeElement)) {
      queueMicrotask(() => made.querySelector("button")?.focus());
    }
    return made;
  });
  if (after.length !== list.children.length || after.some((child, at) => list.children[at] !== child)) {
    list.replaceChildren(...after);
  }
}

/** Asks in a dialog of the page. Fulfilled with true or false. */
export function ask(question, yes, no) {
  return new Promise((decided) => {
    const dialog = element("dialog", { "aria-labelledby": "asked" }, element("p", { id: "asked" }, question));
    const answers = element("form", { method: "dialog", class: "actions" });
    answers.append(
      element("button", { value: "no", class: "plain" }, no),
      element("button", { value: "yes", class: "strong" }, yes),
    );
    dialog.append(answers);
    dialog.addEventListener("close", () => {
      dialog.remove();
      decided(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
