// SPDX-License-Identifier: Apache-2.0
// How the page makes elements. All text goes in as text, never as HTML.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Works one click at a time. It is not disabled meanwhile: it would lose the keyboard's focus. */
export function button(label, onClick, kind = "") {
  const made = element("button", { type: "button", class: kind }, label);
  let busy = false;
  made.addEventListener("click", async () => {
    if (busy) {
      return;
    }
    busy = true;
    try {
      await onClick();
    } finally {
      busy = false;
    }
  });
  return made;
}

/** A list with a card for each, or a word that there is none. */
export function cards(items, card, none) {
  return items.length === 0 ? element("p", { class: "quiet" }, none) : element("ul", {}, ...items.map(card));
}

export function clock(instant, timezone) {
  return new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit", timeZone: timezone }).format(new Date(instant));
}

/** YYYY-MM-DD on the restaurant's calendar. */
export function day(instant, timezone) {
  return new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: timezone }).format(
    new Date(instant),
  );
}
