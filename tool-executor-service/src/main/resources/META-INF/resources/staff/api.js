// SPDX-License-Identifier: Apache-2.0
// The page's own service: login, tokens that are renewed before they end, and calls that say why they failed.

const STORED = "allo-staff-login";
const RENEW_BEFORE_MS = 60_000;

let login = JSON.parse(sessionStorage.getItem(STORED) ?? "null");
let renewing = null;

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function isLoggedIn() {
  return login !== null;
}

export function personName() {
  return login?.name ?? "";
}

function keep(answer) {
  login = {
    token: answer.accessToken,
    refreshToken: answer.refreshToken,
    name: answer.user?.name ?? "",
    ends: Date.now() + answer.expiresIn * 1000,
  };
  sessionStorage.setItem(STORED, JSON.stringify(login));
}

function forget() {
  login = null;
  sessionStorage.removeItem(STORED);
}

async function post(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const text = await answer.text();
  const json = text ? JSON.parse(text) : {};
  if (!answer.ok) {
    throw new Refused(answer.status, json.error ?? "");
  }
  return json;
}

export async function logIn(email, password) {
  keep(await post("/api/login", { email, password }));
}

export async function logOut() {
  const refreshToken = login?.refreshToken;
  forget();
  if (refreshToken) {
    await post("/api/logout", { refreshToken }).catch(() => {});
  }
}

/** One renewal at a time: a refresh token works once. */
async function renew() {
  renewing ??= post("/api/login/refresh", { refreshToken: login.refreshToken })
    .then(keep)
    .finally(() => {
      renewing = null;
    });
  await renewing;
}

async function token() {
  if (login && login.ends - Date.now() < RENEW_BEFORE_MS) {
    try {
      await renew();
    } catch (failure) {
      if (failure.status === 401) {
        forget();
      }
      throw failure;
    }
  }
  if (!login) {
    throw new Refused(401, "");
  }
  return login.token;
}

/** The JSON of an answer. Throws {@link Refused} for what is refused; whatever else it throws means that nobody answered. */
export async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: {
      Authorization: `Bearer ${await token()}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.ok) {
    return text ? JSON.parse(text) : null;
  }
  if (answer.status === 401) {
    forget();
  }
  let error = "";
  try {
    error = JSON.parse(text).error ?? "";
  } catch {
    // a proxy's page
  }
  throw new Refused(answer.status, error);
}
