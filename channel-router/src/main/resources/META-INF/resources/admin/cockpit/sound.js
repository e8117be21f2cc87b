// SPDX-License-Identifier: Apache-2.0
// Loudspeaker and microphone of the page.

export class Sound {
  /** @param onFrame hears 20 ms of the microphone as 160 bytes of µ-law */
  constructor(onFrame) {
    this.onFrame = onFrame;
  }

  async open() {
    if (this.context) {
      return;
    }
    this.context = new AudioContext();
    await this.context.audioWorklet.addModule("/admin/cockpit/cockpit-sound.js");
    this.node = new AudioWorkletNode(this.context, "cockpit-sound", { outputChannelCount: [2] });
    this.node.port.onmessage = ({ data }) => this.talking && this.onFrame(data);
    this.node.connect(this.context.destination);
    this.context.resume(); // where there is no loudspeaker it never is
  }

  play(both) {
    this.node?.port.postMessage(both, [both]);
  }

  /** Throws where the browser gives no microphone. */
  async talk() {
    await this.open();
    this.stream ??= await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
    this.source ??= this.context.createMediaStreamSource(this.stream);
    this.source.connect(this.node);
    this.talking = true;
  }

  hush() {
    this.talking = false;
    this.source?.disconnect();
    this.source = null;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
  }

  close() {
    this.hush();
    this.context?.close();
    this.context = null;
    this.node = null;
  }
}
