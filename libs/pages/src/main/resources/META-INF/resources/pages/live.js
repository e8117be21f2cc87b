// SPDX-License-Identifier: Apache-2.0
// What services push: over a WebSocket or as server-sent events. Both come back by themselves, ever more patiently.
import { chosenAccount, identity, Refused, token } from "./api.js";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const PING_MS = 20_000;
const SILENCE_MS = 50_000;

/** The pauses between attempts, with chance in them, so that not all pages come back at once. */
class Patience {
  pause = FIRST_PAUSE_MS;

  next() {
    const now = this.pause * (0.75 + Math.random() / 2);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    return now;
  }

  reset() {
    this.pause = FIRST_PAUSE_MS;
  }
}

/**
 * A WebSocket of this host. Its first message is {type: "token", token, accountId?} when somebody is logged in (never in the URL: URLs
 * are logged). Each JSON message goes to `onMessage`, each binary one to `onBinary`; `onState` hears "open" and "lost".
 * {type: "ping"} is answered and sent, so that a dead line is noticed.
 */
export class Live {
  constructor(path, { onMessage, onBinary, onState = () => {} }) {
    this.url = new URL(path, location.href);
    this.url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.on = { message: onMessage, binary: onBinary, state: onState };
    this.patience = new Patience();
    this.open();
  }

  async open() {
    const known = await token().catch(() => null);
    if (this.closed) {
      return;
    }
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.heard = Date.now();
      if (known) {
        this.send({ type: "token", token: known, accountId: chosenAccount() ?? undefined });
      }
      this.beat = setInterval(() => this.ping(), PING_MS);
      this.on.state("open");
    });
    socket.addEventListener("message", (event) => this.take(event.data));
    socket.addEventListener("close", () => this.lost());
  }

  take(data) {
    this.heard = Date.now();
    this.patience.reset();
    if (typeof data !== "string") {
      this.on.binary?.(data);
      return;
    }
    const message = JSON.parse(data);
    if (message.type === "ping") {
      this.send({ type: "pong" });
    } else if (message.type !== "pong") {
      this.on.message(message);
    }
  }

  ping() {
    if (Date.now() - this.heard > SILENCE_MS) {
      this.socket.close();
      return;
    }
    this.send({ type: "ping" });
  }

  lost() {
    clearInterval(this.beat);
    if (!this.closed) {
      this.on.state("lost");
      this.timer = setTimeout(() => this.open(), this.patience.next());
    }
  }

  /** Objects go as JSON, buffers as they are. False when there is no line now. */
  send(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.socket.send(message instanceof ArrayBuffer || ArrayBuffer.isView(message) ? message : JSON.stringify(message));
    return true;
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    clearInterval(this.beat);
    this.socket?.close();
  }
}

/**
 * Server-sent events, read by fetch because an EventSource cannot carry a token. `onEvent` hears {type, data, id}, `onState` "open" and
 * "lost". What it answers closes it.
 */
export function stream(path, onEvent, onState = () => {}) {
  const end = new AbortController();
  const patience = new Patience();
  let last = "";
  const once = async () => {
    const answer = await fetch(path, { signal: end.signal, headers: { Accept: "text/event-stream", ...(last ? { "Last-Event-ID": last } : {}), ...(await identity()) } });
    if (!answer.ok) {
      throw new Refused(answer.status, "");
    }
    onState("open");
    let rest = "";
    for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + piece).replaceAll("\r\n", "\n").split("\n\n");
      rest = blocks.pop();
      for (const event of blocks.map(parsed)) {
        patience.reset();
        last = event.id || last;
        if (event.data) {
          onEvent(event);
        }
      }
    }
  };
  (async () => {
    while (!end.signal.aborted) {
      await once().catch(() => {});
      if (!end.signal.aborted) {
        onState("lost");
        await new Promise((over) => setTimeout(over, patience.next()));
      }
    }
  })();
  return () => end.abort();
}

function parsed(block) {
  const event = { type: "message", data: "", id: "" };
  for (const line of block.split("\n")) {
    const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name === "data") {
      event.data += (event.data ? "\n" : "") + value;
    } else if (name === "event") {
      event.type = value;
    } else if (name === "id") {
      event.id = value;
    }
  }
  return event;
}
