// SPDX-License-Identifier: Apache-2.0
// Calls to the page's own service. The access token lives in this module only; a cookie that no script sees renews it.
import { connection } from "./connection.js";

const TIMEOUT_MS = 15_000;
const RENEW_BEFORE_MS = 60_000;
const ACCOUNT = "allo-account";
/** Without this header the service never looks at the cookie: no other site can make a browser send it. */
const PAGE = { "X-Allo-Page": "1" };

let login = null;
let renewing = null;

/** "change" whenever somebody is logged in or out. */
export const person = new EventTarget();

/** What a service refused, with its status and its own words. */
export class Refused extends Error {
  constructor(status, message, body) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

export function isLoggedIn() {
  return login !== null;
}

/** {id, name, role, accountId} of whoever is logged in, else null. */
export function whoIsIt() {
  return login?.user ?? null;
}

/** For which account an administrator of the installation acts; for everybody else his own counts. */
export function chosenAccount() {
  return sessionStorage.getItem(ACCOUNT);
}

export function chooseAccount(id) {
  sessionStorage.setItem(ACCOUNT, id);
}

/** A page whose service wants to know who it is, before it has refused anything. */
export function needLogin() {
  person.dispatchEvent(new Event("refused"));
}

function keep(answer) {
  login = { token: answer.accessToken, user: answer.user ?? {}, ends: Date.now() + answer.expiresIn * 1000 };
}

function forget() {
  const was = login !== null;
  login = null;
  if (was) {
    person.dispatchEvent(new Event("change"));
  }
}

async function request(path, options, timeoutMs = TIMEOUT_MS) {
  try {
    const answer = await fetch(path, { credentials: "same-origin", ...options, signal: AbortSignal.timeout(timeoutMs) });
    connection.works();
    return answer;
  } catch (failure) {
    connection.fails();
    throw failure;
  }
}

async function judged(answer) {
  const text = await answer.text();
  let body = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch {
    if (answer.ok) {
      return text;
    }
  }
  if (answer.ok) {
    return body;
  }
  throw new Refused(answer.status, typeof body?.error === "string" ? body.error : "", body);
}

const loginCall = async (path, body) =>
  judged(await request(path, { method: "POST", headers: { ...PAGE, "Content-Type": "application/json" }, body: body && JSON.stringify(body) }));

export async function logIn(email, password) {
  keep(await loginCall("/api/login", { email, password }));
  person.dispatchEvent(new Event("change"));
}

export async function logOut() {
  const answer = await loginCall("/api/logout").catch(() => null);
  forget();
  if (/^https?:\/\//.test(answer?.providerLogout ?? "")) {
    location.assign(answer.providerLogout); // the OpenID provider that let him in ends its own login
  }
}

/** Whoever logged in before on this machine, in any of our pages, is in again. True when somebody is. */
export async function resume() {
  try {
    await renew();
  } catch (failure) {
    if (!(failure instanceof Refused)) {
      throw failure;
    }
  }
  return isLoggedIn();
}

/** One renewal at a time, in all tabs of this page where the browser can tell: a cookie is good for one. */
async function renew() {
  renewing ??= alone(() => loginCall("/api/login/refresh"))
    .then(keep)
    .finally(() => {
      renewing = null;
    });
  await renewing;
}

function alone(work) {
  return navigator.locks ? navigator.locks.request("allo-login", work) : work();
}

/** The access token, renewed in time; null when nobody is logged in. */
export async function token() {
  if (login && login.ends - Date.now() < RENEW_BEFORE_MS) {
    await renewOrForget();
  }
  return login?.token ?? null;
}

async function renewOrForget() {
  try {
    await renew();
  } catch (failure) {
    if (failure instanceof Refused) {
      forget();
    }
    throw failure;
  }
}

/** Headers that say who asks. */
export async function identity() {
  const known = await token();
  const account = chosenAccount();
  return { ...(known ? { Authorization: `Bearer ${known}` } : {}), ...(known && account && !login.user.accountId ? { "X-Allo-Account": account } : {}) };
}

/**
 * The JSON of an answer (text, where it is none). Throws {@link Refused} for what is refused; whatever else it throws means that
 * nobody answered. Options: timeoutMs; whole: the Response itself (downloads); headers; form: a body that is sent as it is.
 */
export async function call(method, path, body, options = {}) {
  const content = body === undefined || options.form ? {} : { "Content-Type": "application/json" };
  const once = method === "POST" ? { "Idempotency-Key": crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` } : {};
  const send = async () =>
    request(
      path,
      { method, headers: { ...content, ...once, ...(await identity()), ...options.headers }, body: options.form ? body : body === undefined ? undefined : JSON.stringify(body) },
      options.timeoutMs,
    );
  let answer = await send();
  if (answer.status === 401 && login) {
    await renewOrForget();
    answer = await send();
  }
  if (answer.status === 401) {
    forget();
    needLogin();
  }
  return options.whole && answer.ok ? answer : judged(answer);
}

/** Lets the reader keep what a service answers as a file. */
export async function download(path, name) {
  const answer = await call("GET", path, undefined, { whole: true, timeoutMs: TIMEOUT_MS * 4 });
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), TIMEOUT_MS);
}
