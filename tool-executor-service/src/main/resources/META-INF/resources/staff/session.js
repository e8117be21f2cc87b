// SPDX-License-Identifier: Apache-2.0
// Who is logged in, and requests on that person's behalf. The short token stays in memory; the tab keeps what renews it.

const KEPT = "allo.staff.refresh";
let token = null;
let renewing = null;

export class Refusal extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

export function isRemembered() {
  return sessionStorage.getItem(KEPT) !== null;
}

export async function login(email, password) {
  keep(await send("/api/login", "POST", { email, password }));
}

export async function logout() {
  const refreshToken = sessionStorage.getItem(KEPT);
  forget();
  await send("/api/logout", "POST", { refreshToken }).catch(() => null);
}

export function forget() {
  token = null;
  sessionStorage.removeItem(KEPT);
}

/** One request; a token that has run out is renewed once. */
export async function call(path, method = "GET", body = undefined) {
  if (token === null) {
    await renew();
  }
  try {
    return await send(path, method, body, token);
  } catch (failure) {
    if (!(failure instanceof Refusal) || failure.status !== 401) {
      throw failure;
    }
    await renew();
    return send(path, method, body, token);
  }
}

/** Requests that come together wait for one renewal: what renews is good for once. */
function renew() {
  renewing ??= send("/api/login/refresh", "POST", { refreshToken: sessionStorage.getItem(KEPT) })
    .then(keep)
    .finally(() => {
      renewing = null;
    });
  return renewing;
}

function keep(answer) {
  token = answer.accessToken;
  sessionStorage.setItem(KEPT, answer.refreshToken);
}

async function send(path, method, body, bearer) {
  const headers = { "Content-Type": "application/json" };
  if (bearer) {
    headers.Authorization = `Bearer ${bearer}`;
  }
  const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  const content = text === "" ? null : JSON.parse(text);
  if (!answer.ok) {
    throw new Refusal(answer.status, content?.error ?? content?.detail ?? String(answer.status));
  }
  return content;
}
