// SPDX-License-Identifier: Apache-2.0
// The sound card's side of a call, in the audio thread: microphone → µ-law frames of 20 ms at 8 kHz, and back. What is to be
// played waits here, so that it can be paused, resumed and dropped, and that is known what was heard.

const RATE = 8000;
const FRAME = 160;

class VoiceLine extends AudioWorkletProcessor {
  #step = sampleRate / RATE;
  #sum = 0;
  #count = 0;
  #phase = 0;
  #frame = new Uint8Array(FRAME);
  #filled = 0;
  #queue = []; // {item, offsetMs, samples} or {mark}
  #at = 0; // position in the first entry, in samples at 8 kHz
  #paused = false;
  #muted = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#told(data);
  }

  #told(message) {
    if (message.audio) {
      this.#queue.push({ item: message.item, offsetMs: message.offsetMs, samples: Float32Array.from(message.audio, expand) });
    } else if (message.mark !== undefined) {
      this.#queue.push({ mark: message.mark });
      this.#marks();
    } else if (message.clear) {
      this.#clear();
    } else if (message.paused !== undefined) {
      this.#paused = message.paused;
    } else if (message.muted !== undefined) {
      this.#muted = message.muted;
    }
  }

  #clear() {
    const playing = this.#queue.find((entry) => entry.samples);
    const heard = playing ? { item: playing.item, playedMs: playing.offsetMs + this.#at / 8 } : { item: 0, playedMs: 0 };
    this.port.postMessage({ cleared: { item: heard.item, playedMs: Math.round(heard.playedMs) } });
    const marks = this.#queue.filter((entry) => entry.mark !== undefined);
    this.#queue = [];
    this.#at = 0;
    this.#paused = false;
    marks.forEach(({ mark }) => this.port.postMessage({ mark }));
  }

  #marks() {
    while (this.#queue.length > 0 && this.#queue[0].mark !== undefined) {
      this.port.postMessage({ mark: this.#queue.shift().mark });
    }
  }

  process([input], [output]) {
    this.#hear(input[0]);
    this.#play(output[0]);
    return true;
  }

  /** The mean of each span: a low-pass filter that is good enough for a voice. */
  #hear(samples) {
    if (!samples) {
      return;
    }
    for (const sample of samples) {
      this.#sum += sample;
      this.#count++;
      this.#phase += 1;
      if (this.#phase >= this.#step) {
        this.#phase -= this.#step;
        this.#frame[this.#filled++] = compress(this.#muted ? 0 : this.#sum / this.#count);
        this.#sum = 0;
        this.#count = 0;
        if (this.#filled === FRAME) {
          this.port.postMessage({ frame: this.#frame });
          this.#frame = new Uint8Array(FRAME);
          this.#filled = 0;
        }
      }
    }
  }

  #play(samples) {
    let loud = 0;
    for (let i = 0; i < samples.length; i++) {
      samples[i] = this.#paused ? 0 : this.#next();
      loud = Math.max(loud, Math.abs(samples[i]));
    }
    if (loud > 0.02) {
      this.port.postMessage({ level: loud });
    }
  }

  #next() {
    const entry = this.#queue[0];
    if (!entry) {
      return 0;
    }
    const samples = entry.samples;
    const index = Math.floor(this.#at);
    const following = samples[index + 1] ?? samples[index];
    const value = samples[index] + (following - samples[index]) * (this.#at - index);
    this.#at += 1 / this.#step;
    if (this.#at >= samples.length) {
      this.#at -= samples.length;
      this.#queue.shift();
      this.#marks();
    }
    return value;
  }
}

/** ITU-T G.711 µ-law. */
function compress(value) {
  let sample = Math.max(-1, Math.min(1, value)) * 32767;
  const sign = sample < 0 ? 0x80 : 0;
  sample = Math.min(32635, Math.abs(sample)) + 132;
  let exponent = 7;
  for (let mask = 0x4000; exponent > 0 && !(sample & mask); mask >>= 1) {
    exponent--;
  }
  return ~(sign | (exponent << 4) | ((sample >> (exponent + 3)) & 0x0f)) & 0xff;
}

const EXPANDED = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 132) << ((bits & 0x70) >> 4)) - 132;
  return (bits & 0x80 ? -magnitude : magnitude) / 32768;
});

function expand(code) {
  return EXPANDED[code];
}

registerProcessor("voice-line", VoiceLine);
