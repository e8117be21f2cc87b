// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts what leaves the playout. @param answeredAt nanoseconds of the mailbox's clock */
record PlayoutTelemetry(Mailbox mailbox, VoiceTelemetry telemetry, LongSupplier answeredAt)
        implements Playout.Listener {

    @Override
    public void firstFrame() {
        telemetry.firstVoice(Duration.ofNanos(mailbox.nanoTime() - answeredAt.getAsLong()));
    }

    @Override
    public void dropped(int frames) {
        telemetry.framesDropped(frames);
    }
}
