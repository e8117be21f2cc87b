// SPDX-License-Identifier: Apache-2.0
// What each tab shows: read it, draw it, and what its buttons do.

import { button, cards, clock, day, element } from "./elements.js";
import { call } from "./session.js";

const NEXT_OF_ORDER = {
  pending: ["confirmed", "cancelled"],
  confirmed: ["preparing", "cancelled"],
  preparing: ["ready", "cancelled"],
  ready: ["completed", "cancelled"],
  delivering: ["completed", "cancelled"],
};
const NEXT_OF_RESERVATION = { pending: ["confirmed", "cancelled"], confirmed: ["seated", "no_show", "cancelled"], seated: ["completed"] };
const OVER = ["completed", "cancelled", "no_show"];

export const VIEWS = { orders, kitchen, reservations, messages, questions };

function query(path, restaurant, more = "") {
  return call(`${path}?restaurantId=${encodeURIComponent(restaurant.id)}${more}`);
}

function steps(next, words, act) {
  return next.map((status, i) => button(words.become[status], () => act(status), i === 0 ? "main" : ""));
}

async function orders({ restaurant, words, act }) {
  const today = day(Date.now(), restaurant.timezone);
  const all = await query("/api/orders", restaurant);
  const shown = all.filter((order) => day(order.createdAt, restaurant.timezone) === today || !OVER.includes(order.status));
  return cards(shown, (order) => orderCard(order, restaurant, words, act), words.none);
}

function orderCard(order, restaurant, words, act) {
  const delivered = order.orderType === "delivery";
  const next = order.status === "ready" && delivered ? ["delivering", "completed", "cancelled"] : (NEXT_OF_ORDER[order.status] ?? []);
  return element(
    "li",
    { class: OVER.includes(order.status) ? "card done" : "card", "data-order": order.orderNumber, "data-status": order.status },
    element(
      "div",
      { class: "row" },
      element("h2", {}, `#${order.orderNumber}`),
      element("span", { class: "status" }, words.status[order.status]),
      element("span", {}, words.type[order.orderType]),
      element("span", { class: "quiet" }, `${words.ready} ${clock(order.estimatedReadyAt, restaurant.timezone)}`),
    ),
    element("div", {}, order.items.map((item) => `${item.quantity} × ${item.name}${choices(item)}`).join(", ")),
    element("div", { class: "quiet" }, [order.customerName, order.customerPhone, order.deliveryAddress, order.notes].filter(Boolean).join(" · ")),
    element("div", { class: "row" }, element("strong", {}, price(order.total, restaurant)), order.totalMismatch ? element("span", { class: "status" }, words.check) : null),
    element("div", { class: "row" }, ...steps(next, words, (status) => act(() => call("/api/orders", "PATCH", { id: order.id, status })))),
  );
}

function choices(item) {
  const made = (item.selectedOptions ?? []).map((option) => option.choice).filter(Boolean);
  return made.length === 0 ? "" : ` (${made.join(", ")})`;
}

function price(amount, restaurant) {
  return new Intl.NumberFormat("fr-FR", { style: "currency", currency: restaurant.currency }).format(amount);
}

async function kitchen({ restaurant, words }) {
  const timeline = await query("/api/planning/timeline", restaurant);
  const at = (instant) => clock(instant, restaurant.timezone);
  const bars = Object.keys(words.resource).map((resource) =>
    element("section", {}, element("h2", {}, words.resource[resource]), slots(timeline.slots, resource, words, at)),
  );
  const planned = cards(
    timeline.orders,
    (order) =>
      element(
        "li",
        { class: "card" },
        element(
          "div",
          { class: "row" },
          element("h2", {}, `#${order.orderNumber}`),
          element("span", { class: "status" }, words.status[order.status]),
          element("span", {}, `${words.from} ${at(order.cookStartAt)} ${words.until} ${at(order.handoffAt ?? order.estimatedReadyAt)}`),
        ),
      ),
    words.none,
  );
  return element("div", {}, ...bars, planned);
}

/** One bar a slot; what it shows is also said. */
function slots(all, resource, words, at) {
  return element(
    "div",
    { class: "slots", role: "img", "aria-label": busiest(all, resource, words, at) },
    ...all.map((slot) => {
      const [used, capacity] = [slot.used[resource], slot.capacity[resource]];
      const share = capacity === 0 ? 0 : Math.min(100, Math.round((used / capacity) * 100));
      const bar = element("i", {});
      bar.style.height = `${share}%`;
      return element("span", { class: share >= 100 ? "full" : "", title: `${at(slot.time)} : ${used} ${words.used} ${capacity}` }, bar);
    }),
  );
}

function busiest(all, resource, words, at) {
  const most = all.reduce((found, slot) => (slot.used[resource] > found.used[resource] ? slot : found), all[0]);
  return `${words.resource[resource]} ${at(most.time)} : ${most.used[resource]} ${words.used} ${most.capacity[resource]}`;
}

async function reservations({ restaurant, words, act }) {
  const all = await query("/api/reservations", restaurant, `&date=${day(Date.now(), restaurant.timezone)}`);
  return cards(
    all,
    (booking) =>
      element(
        "li",
        { class: OVER.includes(booking.status) ? "card done" : "card", "data-status": booking.status },
        element(
          "div",
          { class: "row" },
          element("h2", {}, booking.localTime),
          element("span", {}, `${booking.partySize} ${words.guests}`),
          element("span", { class: "status" }, words.status[booking.status]),
        ),
        element("div", { class: "quiet" }, [booking.customerName, booking.customerPhone, booking.seatingPreference, booking.notes].filter(Boolean).join(" · ")),
        element(
          "div",
          { class: "row" },
          ...steps(NEXT_OF_RESERVATION[booking.status] ?? [], words, (status) =>
            act(() => call("/api/reservations", "PATCH", { id: booking.id, status })),
          ),
        ),
      ),
    words.none,
  );
}

async function messages({ restaurant, words, act }) {
  const all = await query("/api/messages", restaurant, "&unreadOnly=true");
  return cards(
    all,
    (message) =>
      element(
        "li",
        { class: message.isUrgent ? "card urgent" : "card" },
        element(
          "div",
          { class: "row" },
          element("h2", {}, [message.callerName, message.callerPhone].filter(Boolean).join(" · ") || "–"),
          element("span", { class: "quiet" }, `${day(message.createdAt, restaurant.timezone)} ${clock(message.createdAt, restaurant.timezone)}`),
          message.isUrgent ? element("span", { class: "status" }, words.urgent) : null,
        ),
        element("div", {}, message.content),
        button(words.read, () => act(() => call("/api/messages", "PATCH", { id: message.id, isRead: true }))),
      ),
    words.none,
  );
}

async function questions({ restaurant, words, act }) {
  const all = await query("/api/faq", restaurant, "&status=pending");
  return cards(all, (question) => questionCard(question, words, act), words.none);
}

function questionCard(question, words, act) {
  const answer = element("textarea", { rows: "2", "data-keeps": question.id, maxlength: "2000" });
  const change = (body) => act(() => call("/api/faq", "PATCH", { id: question.id, ...body }));
  return element(
    "li",
    { class: "card" },
    element("h2", {}, question.question),
    element("span", { class: "quiet" }, `${question.askCount} ${words.asked}`),
    element("label", {}, words.answer, answer),
    element(
      "div",
      { class: "row" },
      button(words.save, () => (answer.value.trim() === "" ? answer.focus() : change({ answer: answer.value.trim() })), "main"),
      button(words.ignore, () => change({ status: "ignored" })),
    ),
  );
}
