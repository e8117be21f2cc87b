// SPDX-License-Identifier: Apache-2.0
// A call from the page: the page is the telephone. Binary frames carry sound (kind 1, flags, sequence, item, offset in ms,
// µ-law), text the gateway's messages. Says what happens to its listener: state(name), speaking(), ended(reason).

const HEADER = 12;
const BEAT_MS = 500;

export class VoiceCall {
  #server;
  #agent;
  #listener;
  #socket;
  #audio;
  #line;
  #microphone;
  #beats;
  #sequence = 0;
  #offset = 0;
  #over = false;

  constructor(server, agent, listener) {
    this.#server = server;
    this.#agent = agent;
    this.#listener = listener;
  }

  static possible() {
    return Boolean(navigator.mediaDevices?.getUserMedia && window.AudioWorkletNode);
  }

  async start() {
    this.#listener.state("calling");
    try {
      this.#microphone = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      });
    } catch {
      this.#end("no-microphone");
      return;
    }
    if (this.#over) {
      this.#stopMicrophone();
      return;
    }
    try {
      this.#audio = new AudioContext({ latencyHint: "interactive" });
      await this.#audio.audioWorklet.addModule(new URL("voice-line.js", import.meta.url));
      await this.#audio.resume();
    } catch {
      this.#end("unavailable");
      return;
    }
    this.#line = new AudioWorkletNode(this.#audio, "voice-line", { outputChannelCount: [1] });
    this.#audio.createMediaStreamSource(this.#microphone).connect(this.#line).connect(this.#audio.destination);
    this.#line.port.onmessage = ({ data }) => this.#fromLine(data);
    this.#connect();
  }

  #connect() {
    const url = new URL("/webvoice", this.#server);
    url.protocol = url.protocol.replace("http", "ws");
    url.searchParams.set("agent", this.#agent);
    this.#socket = new WebSocket(url, "allo.v1.binary");
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onopen = () => {
      this.#beats = setInterval(() => this.#say({ event: "heartbeat", at: Date.now() }), BEAT_MS);
      this.#listener.state("talking");
    };
    this.#socket.onmessage = ({ data }) => (typeof data === "string" ? this.#told(JSON.parse(data)) : this.#heard(data));
    this.#socket.onclose = () => this.#end("lost");
  }

  #told(message) {
    switch (message.event) {
      case "mark":
        this.#line.port.postMessage({ mark: message.mark.name });
        break;
      case "clear":
        this.#line.port.postMessage({ clear: true });
        break;
      case "pause":
      case "resume":
        this.#line.port.postMessage({ paused: message.event === "pause" });
        break;
      case "hangup":
      case "reject":
        this.#end("ended");
        break;
      case "goAway":
      default:
        break;
    }
  }

  #heard(buffer) {
    if (buffer.byteLength <= HEADER) {
      return;
    }
    const view = new DataView(buffer);
    this.#line.port.postMessage({
      item: view.getInt32(4),
      offsetMs: view.getInt32(8),
      audio: new Uint8Array(buffer, HEADER),
    });
  }

  #fromLine(message) {
    if (message.frame) {
      this.#send(message.frame);
    } else if (message.mark !== undefined) {
      this.#say({ event: "mark", mark: { name: message.mark } });
    } else if (message.cleared) {
      this.#say({ event: "cleared", ...message.cleared });
    } else if (message.level) {
      this.#listener.speaking();
    }
  }

  #send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return;
    }
    const message = new Uint8Array(HEADER + frame.length);
    const view = new DataView(message.buffer);
    view.setUint8(0, 1);
    view.setUint16(2, this.#sequence++ & 0xffff);
    view.setInt32(8, this.#offset);
    this.#offset += 20;
    message.set(frame, HEADER);
    this.#socket.send(message);
  }

  #say(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify({ streamSid: "page", ...message }));
    }
  }

  key(digit) {
    this.#say({ event: "dtmf", dtmf: { digit } });
  }

  mute(on) {
    this.#line?.port.postMessage({ muted: on });
  }

  hangUp() {
    this.#say({ event: "stop", stop: {} });
    this.#end("ended");
  }

  #end(reason) {
    if (this.#over) {
      return;
    }
    this.#over = true;
    clearInterval(this.#beats);
    this.#stopMicrophone();
    this.#audio?.close();
    this.#socket?.close();
    this.#listener.ended(reason);
  }

  #stopMicrophone() {
    this.#microphone?.getTracks().forEach((track) => track.stop());
  }
}
