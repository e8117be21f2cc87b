// SPDX-License-Identifier: Apache-2.0
// One conversation over a WebSocket that may break at any time. What must survive a reload (conversation, secret, messages
// not yet acknowledged) is in localStorage; the server keeps the rest. Protocol: docs/web-chat.md.

const FIRST_RETRY_MS = 1200;
const LONGEST_RETRY_MS = 30_000;
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 8_000;
const REFUSALS_BEFORE_GIVING_UP = 4;

export class ChatSession {
  #url;
  #storageKey;
  #listener;
  #socket = null;
  #saved;
  #after = 0;
  #attempts = 0;
  #neverOpened = 0;
  #retryTimer;
  #pingTimer;
  #pongTimer;
  #ready = false;
  #wanted = false;

  /**
   * @param server origin of channel-router
   * @param agent web token of the agent
   * @param listener {status, ready, history, ack, typing, delta, final, failure, forgotten}
   */
  constructor(server, agent, listener) {
    const url = new URL("/chat/ws", server);
    url.protocol = url.protocol === "http:" ? "ws:" : "wss:";
    url.searchParams.set("agent", agent);
    this.#url = url;
    this.#storageKey = `allo-chat ${url.host} ${agent}`;
    this.#listener = listener;
    this.#saved = this.#load();
  }

  /** Messages of the person that the server has not acknowledged yet. */
  get pending() {
    return this.#saved.pending;
  }

  open() {
    if (this.#wanted) {
      return;
    }
    this.#wanted = true;
    window.addEventListener("online", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
    this.#connect();
  }

  close() {
    this.#wanted = false;
    window.removeEventListener("online", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
    clearTimeout(this.#retryTimer);
    this.#drop();
  }

  /** Returns the id under which the answer will come. */
  write(text) {
    const message = { id: crypto.randomUUID?.() ?? randomId(), text, at: new Date().toISOString() };
    this.#saved.pending.push(message);
    this.#save();
    if (this.#ready) {
      this.#sendMessage(message);
    }
    return message;
  }

  /** Leaves this conversation and opens a new one. */
  restart() {
    this.#forget();
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#send({ type: "start" });
    } else {
      this.#hurry();
    }
  }

  #connect() {
    this.#listener.status("connecting");
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.#neverOpened = 0;
      const { conversationId, secret } = this.#saved;
      this.#send(conversationId ? { type: "resume", conversationId, secret, after: this.#after } : { type: "start" });
      this.#pingTimer = setInterval(() => this.#ping(), PING_EVERY_MS);
    };
    socket.onmessage = (event) => this.#receive(JSON.parse(event.data));
    socket.onclose = () => {
      if (socket === this.#socket) {
        this.#lost(opened);
      }
    };
  }

  #receive(message) {
    switch (message.type) {
      case "ready":
        this.#onReady(message);
        break;
      case "history":
        for (const entry of message.entries) {
          this.#acknowledged(entry.id);
          if (entry.reply != null) {
            this.#after = Math.max(this.#after, entry.seq);
          }
        }
        this.#listener.history(message.entries);
        break;
      case "ack":
        this.#acknowledged(message.id);
        this.#listener.ack(message.id);
        break;
      case "typing":
        this.#listener.typing(message.replyTo);
        break;
      case "delta":
        this.#listener.delta(message.replyTo, message.offset, message.text);
        break;
      case "final":
        this.#after = Math.max(this.#after, message.seq);
        this.#listener.final(message);
        break;
      case "pong":
        clearTimeout(this.#pongTimer);
        break;
      case "error":
        this.#onError(message);
        break;
      default: // a newer server: what is unknown is not needed
    }
  }

  #onReady(message) {
    this.#attempts = 0;
    this.#ready = true;
    if (message.secret) {
      this.#saved.conversationId = message.conversationId;
      this.#saved.secret = message.secret;
      this.#save();
    }
    this.#listener.status("online");
    this.#listener.ready(message);
    // The same ids again: the server drops what it had already.
    this.#saved.pending.forEach((pending) => this.#sendMessage(pending));
  }

  #onError(message) {
    if (message.code === "unknown-conversation") {
      this.#forget();
      this.#listener.forgotten();
      this.#send({ type: "start" });
      return;
    }
    if (message.id && message.code !== "unavailable" && message.code !== "rate-limited") {
      this.#acknowledged(message.id); // refused for good
    }
    this.#listener.failure(message.code, message.id);
  }

  #sendMessage({ id, text }) {
    this.#send({ type: "message", id, text });
  }

  #send(message) {
    this.#socket.send(JSON.stringify(message));
  }

  #ping() {
    clearTimeout(this.#pongTimer);
    this.#send({ type: "ping" });
    this.#pongTimer = setTimeout(() => {
      this.#drop();
      this.#lost(true);
    }, PONG_WITHIN_MS);
  }

  #drop() {
    clearInterval(this.#pingTimer);
    clearTimeout(this.#pongTimer);
    this.#ready = false;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #lost(opened) {
    clearInterval(this.#pingTimer);
    clearTimeout(this.#pongTimer);
    this.#ready = false;
    if (!this.#wanted) {
      return;
    }
    // A browser does not tell why a handshake failed; when it never once worked, say so but go on trying.
    this.#neverOpened = opened ? 0 : this.#neverOpened + 1;
    this.#listener.status(this.#neverOpened >= REFUSALS_BEFORE_GIVING_UP ? "refused" : "offline");
    const backOff = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 1.6 ** this.#attempts++);
    this.#retryTimer = setTimeout(() => this.#connect(), backOff * (0.9 + Math.random() * 0.2));
  }

  /** The network is back or the person looks again: no need to wait. */
  #hurry = () => {
    if (this.#wanted && !document.hidden && !(this.#socket?.readyState <= WebSocket.OPEN)) {
      clearTimeout(this.#retryTimer);
      this.#attempts = 0;
      this.#connect();
    }
  };

  #acknowledged(id) {
    const before = this.#saved.pending.length;
    this.#saved.pending = this.#saved.pending.filter((message) => message.id !== id);
    if (this.#saved.pending.length !== before) {
      this.#save();
    }
  }

  #forget() {
    this.#saved = { pending: [] };
    this.#after = 0;
    this.#ready = false;
    this.#save();
  }

  #load() {
    try {
      const saved = JSON.parse(localStorage.getItem(this.#storageKey));
      return saved && Array.isArray(saved.pending) ? saved : { pending: [] };
    } catch {
      return { pending: [] }; // storage switched off, or not ours
    }
  }

  #save() {
    try {
      localStorage.setItem(this.#storageKey, JSON.stringify(this.#saved));
    } catch {
      // Storage is full or switched off: the chat works, but a reload begins anew.
    }
  }
}

/** crypto.randomUUID exists only on secure origins. */
function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}
