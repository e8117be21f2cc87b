// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts and times what leaves the playout. @param answeredAt nanoseconds of the mailbox's clock */
record PlayoutTelemetry(Mailbox mailbox, VoiceTelemetry telemetry, AnswerClock answers, LongSupplier answeredAt)
        implements Playout.Listener {

    @Override
    public void firstFrame() {
        telemetry.firstVoice(Duration.ofNanos(mailbox.nanoTime() - answeredAt.getAsLong()));
    }

    @Override
    public void dropped(int frames) {
        telemetry.framesDropped(frames);
    }

    @Override
    public void began(int item) {
        answers.sent(item);
    }
}
