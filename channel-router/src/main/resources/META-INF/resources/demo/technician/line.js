// SPDX-License-Identifier: Apache-2.0
// The support agent speaks and listens here: µ-law frames of 20 ms over the session's socket.

export class Line {
  on = false;

  constructor(session, changed) {
    this.session = session;
    this.changed = changed;
  }

  static possible() {
    return Boolean(navigator.mediaDevices?.getUserMedia && window.AudioWorkletNode);
  }

  async turn(on) {
    if (on === this.on) {
      return;
    }
    if (on) {
      await this.open();
    } else {
      this.close();
    }
    this.changed();
  }

  async open() {
    const { session } = this;
    this.microphone = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
    this.audio = new AudioContext({ latencyHint: "interactive" });
    await this.audio.audioWorklet.addModule("/widget/voice-line.js");
    await this.audio.resume();
    this.node = new AudioWorkletNode(this.audio, "voice-line", { outputChannelCount: [1] });
    this.audio.createMediaStreamSource(this.microphone).connect(this.node).connect(this.audio.destination);
    this.node.port.onmessage = ({ data }) => {
      if (data.frame && session.state === "online" && !session.muted) {
        session.live.send(data.frame);
      }
    };
    this.ends = new AbortController();
    session.addEventListener("voice", ({ detail }) => this.node.port.postMessage({ item: 0, offsetMs: 0, audio: new Uint8Array(detail) }), { signal: this.ends.signal });
    session.addEventListener("push", ({ detail }) => detail && session.live.send({ type: "audio", on: true }), { signal: this.ends.signal });
    session.live.send({ type: "audio", on: true });
    this.on = true;
  }

  close() {
    this.on = false;
    this.session.live?.send({ type: "audio", on: false });
    this.ends?.abort();
    this.microphone?.getTracks().forEach((track) => track.stop());
    this.audio?.close();
  }
}
