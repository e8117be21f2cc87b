// SPDX-License-Identifier: Apache-2.0
// One session of the console: its id, its call, and what comes in for it by push and, as a fallback, by polling.
import { call } from "/pages/api.js";
import { Live } from "/pages/live.js";
import { languageOf } from "/pages/texts.js";

const POLL_MS = 3_000;
const MOST = 20;
/** Every so many rounds without push it is asked whether the call still runs. */
const STATUS_EVERY = 3;
const LAST = ["completed", "busy", "failed", "no-answer", "canceled"];

/**
 * Events, each with a `detail`: call {state, reason, seconds, statistics}, segment, suggestion, level, muted, push (on or off), voice
 * (a frame of the technician's voice). States of the call: idle, calling, online, ended.
 */
export class Session extends EventTarget {
  id = `session-${Date.now()}`;
  callId = null;
  state = "idle";
  status = null;
  muted = false;
  startedAt = null;
  pushed = false;
  used = false;
  seen = { segment: new Set(), suggestion: new Set() };
  rounds = 0;
  polling = null;

  open() {
    this.live = new Live(`/api/realtime/ws/${this.id}`, {
      onMessage: (message) => this.take(message),
      onBinary: (frame) => this.tell("voice", frame),
      onState: (state) => this.push(state === "open"),
    });
  }

  close() {
    clearInterval(this.polling);
    this.live?.close();
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  push(on) {
    this.pushed = on;
    this.tell("push", on);
    this.decideToPoll();
  }

  take(message) {
    switch (message.type) {
      case "segment":
      case "suggestion":
        this.found(message.type, message[message.type]);
        break;
      case "level":
        this.tell("level", message);
        break;
      case "muted":
        this.setMuted(message.muted);
        break;
      case "call":
        this.heardOf(message);
        break;
      default: // connected tells what follows as ordinary messages; what is new to this page is left alone
        break;
    }
  }

  /** Each id once, whichever way it came. */
  found(kind, item) {
    const id = String(item.id);
    if (!this.seen[kind].has(id)) {
      this.seen[kind].add(id);
      this.tell(kind, item);
    }
  }

  heardOf({ status, reason, call_sid: callId }) {
    if (!this.callId || (callId && callId !== this.callId)) {
      return;
    }
    if (LAST.includes(status)) {
      this.over(reason ?? status);
    } else {
      this.status = status;
      this.tell("call", { state: this.state });
    }
  }

  async start(phoneNumber, technician, site) {
    this.state = "calling";
    this.status = null;
    this.tell("call", { state: this.state });
    try {
      const answer = await call("POST", "/twilio/initiate-call", {
        phone_number: phoneNumber,
        session_id: this.id,
        technician_id: technician.id,
        technician_name: technician.name,
        worksite_info: { id: site.id, client: site.client },
      });
      this.callId = answer.call_sid;
    } catch (failure) {
      this.state = "idle";
      this.tell("call", { state: "failed", failure });
      return;
    }
    this.state = "online";
    this.startedAt = Date.now();
    this.setMuted(false);
    this.tell("call", { state: this.state });
    this.decideToPoll();
  }

  async mute(muted) {
    await call("POST", "/demo/mute-call", { session_id: this.id, muted });
    this.setMuted(muted);
  }

  setMuted(muted) {
    this.muted = muted;
    this.tell("muted", muted);
  }

  async end() {
    const answer = await call("POST", "/twilio/end-call", { call_sid: this.callId, session_id: this.id });
    this.over("agent_ended", answer);
  }

  over(reason, answer) {
    if (this.state !== "online") {
      return;
    }
    const seconds = answer?.duration ?? (Date.now() - this.startedAt) / 1000;
    this.state = "ended";
    this.callId = null;
    this.tell("call", { state: "ended", reason, seconds, statistics: answer?.session_stats });
    this.decideToPoll();
  }

  /** What is typed goes the same way as what is said. */
  async say(text) {
    this.used = true;
    this.decideToPoll();
    const answer = await call("POST", "/demo/send-demo-transcription", { session_id: this.id, text, speaker: "customer", language: languageOf(), confidence: 1.0 });
    if (answer.processing?.segment_id) {
      this.seen.segment.add(String(answer.processing.segment_id)); // it stands in the chat already
    }
    (answer.suggestions ?? []).toReversed().forEach((one) => this.found("suggestion", one));
  }

  /** During a call always, as the contract says; else while nothing is pushed and something was asked. */
  decideToPoll() {
    const wanted = this.state === "online" || (this.used && !this.pushed);
    if (wanted && !this.polling) {
      this.polling = setInterval(() => this.poll(), POLL_MS);
    } else if (!wanted) {
      clearInterval(this.polling);
      this.polling = null;
    }
  }

  async poll() {
    try {
      const answer = await call("GET", `/demo/get-session-suggestions?session_id=${encodeURIComponent(this.id)}&limit=${MOST}`);
      (answer.suggestions ?? []).toReversed().forEach((one) => this.found("suggestion", one));
      this.rounds += 1;
      if (!this.pushed && this.callId && this.rounds % STATUS_EVERY === 0) {
        this.heardOf(await call("GET", `/twilio/call-status/${encodeURIComponent(this.callId)}`));
      }
    } catch {
      // said by the banner; the next round tries again
    }
  }
}
