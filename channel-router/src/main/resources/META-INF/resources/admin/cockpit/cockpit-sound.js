// SPDX-License-Identifier: Apache-2.0
// The sound card's side, in the audio thread: a call's two voices come as 160 + 160 bytes of µ-law each 20 ms and are played left and
// right; the microphone leaves as frames of 160 bytes.

const RATE = 8000;
const FRAME = 160;
/** So much waits before a voice is played, in frames, and at most. */
const CUSHION = 3;
const MOST = 15;

class CockpitSound extends AudioWorkletProcessor {
  #step = sampleRate / RATE;
  #queue = [];
  #at = 0;
  #playing = false;
  #sum = 0;
  #count = 0;
  #phase = 0;
  #frame = new Uint8Array(FRAME);
  #filled = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#take(new Uint8Array(data));
  }

  #take(both) {
    if (both.length === 2 * FRAME) {
      this.#queue.push({ left: Float32Array.from(both.subarray(0, FRAME), expand), right: Float32Array.from(both.subarray(FRAME), expand) });
      if (this.#queue.length > MOST) {
        this.#queue.splice(0, this.#queue.length - CUSHION);
        this.#at = 0;
      }
    }
  }

  process([input], [output]) {
    this.#hear(input?.[0]);
    this.#play(output[0], output[1] ?? output[0]);
    return true;
  }

  #play(left, right) {
    for (let i = 0; i < left.length; i++) {
      this.#playing = this.#queue.length > 0 && (this.#playing || this.#queue.length >= CUSHION);
      if (!this.#playing) {
        left[i] = 0;
        right[i] = 0;
        continue;
      }
      const voices = this.#queue[0];
      const index = Math.floor(this.#at);
      const both = left === right;
      left[i] = both ? (voices.left[index] + voices.right[index]) / 2 : voices.left[index] * 0.8 + voices.right[index] * 0.2;
      if (!both) {
        right[i] = voices.right[index] * 0.8 + voices.left[index] * 0.2;
      }
      this.#at += 1 / this.#step;
      if (this.#at >= FRAME) {
        this.#at -= FRAME;
        this.#queue.shift();
      }
    }
  }

  /** The mean of each span: a low-pass filter that is good enough for a voice. */
  #hear(samples) {
    for (const sample of samples ?? []) {
      this.#sum += sample;
      this.#count++;
      this.#phase += 1;
      if (this.#phase >= this.#step) {
        this.#phase -= this.#step;
        this.#frame[this.#filled++] = compress(this.#sum / this.#count);
        this.#sum = 0;
        this.#count = 0;
        if (this.#filled === FRAME) {
          this.port.postMessage(this.#frame.buffer);
          this.#frame = new Uint8Array(FRAME);
          this.#filled = 0;
        }
      }
    }
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

registerProcessor("cockpit-sound", CockpitSound);
