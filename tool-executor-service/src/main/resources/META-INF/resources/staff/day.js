// SPDX-License-Identifier: Apache-2.0
/** YYYY-MM-DD of an instant in the restaurant's zone. */
export function dayOf(instant, zone) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date(instant));
}
