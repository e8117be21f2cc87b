// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.audio.DtmfDetector;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.rtp.RtpPacket;
import io.allo.gateway.rtp.TelephoneEventReceiver;

/**
 * The caller's keys, each once, from the best source that he has: telephone events when agreed, else INFO once one came, else
 * tones. Many telephones press a key in two ways at once, so the lesser ways are not listened to. One thread.
 */
final class CallerKeys {
    /** An INFO that comes so soon after its own tone was heard is the same press. */
    private static final long SAME_PRESS_NANOS = 2_000_000_000;

    private final StreamOutlet listener;
    private KeySource source = KeySource.TONES;
    private TelephoneEventReceiver events = new TelephoneEventReceiver();
    private DtmfDetector tones = new DtmfDetector();
    private char lastTone = DtmfDetector.NONE;
    private long lastToneNanos;

    CallerKeys(StreamOutlet listener) {
        this.listener = listener;
    }

    void negotiated(NegotiatedAudio audio) {
        if (audio.telephoneEventType() >= 0) {
            source = KeySource.EVENTS;
        } else if (source == KeySource.EVENTS) {
            source = KeySource.TONES;
        }
    }

    /** Another SSRC is another stream: its timestamps have nothing to do with those before. */
    void newSource() {
        events = new TelephoneEventReceiver();
        tones = new DtmfDetector();
    }

    /** A packet of the agreed events. */
    void event(RtpPacket packet) {
        char key = events.receive(packet);
        if (key != TelephoneEventReceiver.NONE) {
            listener.digit(key);
        }
    }

    /** A key by SIP INFO. */
    void info(char key, long nowNanos) {
        if (source == KeySource.EVENTS) {
            return;
        }
        boolean heardAlready =
                source == KeySource.TONES && key == lastTone && nowNanos - lastToneNanos < SAME_PRESS_NANOS;
        source = KeySource.INFO;
        if (!heardAlready) {
            listener.digit(key);
        }
    }

    /** Audio of the caller, in a law of G.711. */
    void audio(byte[] payload, Codec law, long nowNanos) {
        if (source != KeySource.TONES) {
            return;
        }
        char key = tones.hear(Companding.decode(payload, law));
        if (key != DtmfDetector.NONE) {
            lastTone = key;
            lastToneNanos = nowNanos;
            listener.tone(key);
        }
    }
}
