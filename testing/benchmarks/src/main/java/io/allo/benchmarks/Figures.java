// SPDX-License-Identifier: Apache-2.0
package io.allo.benchmarks;

import java.util.concurrent.atomic.LongAdder;

/** What is measured between {@code begin} and {@code end}. Safe from any thread. */
final class Figures {
    /** Caller's frame sent to the same frame at the provider's socket. */
    final Delays up = new Delays();
    /** First frame of an answer at the provider's socket to the same frame on the caller's port. */
    final Delays down = new Delays();
    /** Last voiced packet sent to the first voiced packet received. */
    final Delays voiceToVoice = new Delays();
    /** First packet of a key to the last voiced packet received. */
    final Delays keyToSilence = new Delays();
    /** First packet of a key to the provider's {@code conversation.item.truncate}: three messages on the call's socket. */
    final Delays keyToTruncate = new Delays();
    /** Between two packets received. */
    final Delays gaps = new Delays();

    final LongAdder turns = new LongAdder();
    final LongAdder unanswered = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder lost = new LongAdder();

    void reset() {
        for (Delays delays : new Delays[] {up, down, voiceToVoice, keyToSilence, keyToTruncate, gaps}) {
            delays.reset();
        }
        for (LongAdder count : new LongAdder[] {turns, unanswered, received, lost}) {
            count.reset();
        }
    }

    String json() {
        return "{\"up\":%s,\"down\":%s,\"voiceToVoice\":%s,\"keyToSilence\":%s,\"keyToTruncate\":%s,\"gaps\":%s,\"turns\":%d,\"unanswered\":%d,\"received\":%d,\"lost\":%d}"
                .formatted(
                        up.json(),
                        down.json(),
                        voiceToVoice.json(),
                        keyToSilence.json(),
                        keyToTruncate.json(),
                        gaps.json(),
                        turns.sum(),
                        unanswered.sum(),
                        received.sum(),
                        lost.sum());
    }
}
