// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.hearing;

import io.allo.audio.G711;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Cuts one side into segments: a second at a time is looked at; silence before the first words is dropped; from three seconds on a
 * segment is understood, as soon as its side's turn has come, and at ten seconds in any case.
 */
public final class SegmentEars implements Ears {
    private static final int CHUNK = G711.SAMPLE_RATE;
    private static final int WANTED = 3 * G711.SAMPLE_RATE;
    private static final int LONGEST = 10 * G711.SAMPLE_RATE;

    private final Transcriptions transcriptions;
    private final boolean ofTechnician;
    private final int shortest;
    private final Consumer<Heard> heard;
    private final ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    private final ByteArrayOutputStream segment = new ByteArrayOutputStream();
    private boolean voiced;
    private long before;

    /** @param shortest what is shorter is not understood */
    public SegmentEars(Transcriptions transcriptions, boolean ofTechnician, Duration shortest, Consumer<Heard> heard) {
        this.transcriptions = transcriptions;
        this.ofTechnician = ofTechnician;
        this.shortest = (int) (shortest.toMillis() * G711.SAMPLE_RATE / 1000);
        this.heard = heard;
    }

    @Override
    public void hear(byte[] ulaw) {
        int from = 0;
        while (from < ulaw.length) {
            int take = Math.min(ulaw.length - from, CHUNK - chunk.size());
            chunk.write(ulaw, from, take);
            from += take;
            if (chunk.size() == CHUNK) {
                handOver();
            }
        }
    }

    private void handOver() {
        byte[] second = chunk.toByteArray();
        chunk.reset();
        boolean speech = Voiced.voiced(G711.decodeUlaw(second));
        if (segment.size() == 0 && !speech) {
            before += second.length;
            return;
        }
        voiced |= speech;
        segment.writeBytes(second);
        if (segment.size() >= LONGEST || segment.size() >= WANTED && !transcriptions.isBusy()) {
            cut();
        }
    }

    private void cut() {
        byte[] ulaw = segment.toByteArray();
        segment.reset();
        double start = (double) before / G711.SAMPLE_RATE;
        before += ulaw.length;
        double end = (double) before / G711.SAMPLE_RATE;
        boolean speech = voiced;
        voiced = false;
        if (ulaw.length >= shortest && speech) {
            transcriptions.add(ofTechnician, ulaw, text -> heard.accept(new Heard(text, start, end)));
        }
    }

    @Override
    public Uni<Void> finish() {
        if (chunk.size() > 0) {
            byte[] last = chunk.toByteArray();
            chunk.reset();
            voiced |= Voiced.voiced(G711.decodeUlaw(last));
            segment.writeBytes(last);
        }
        if (segment.size() > 0) {
            cut();
        }
        return transcriptions.idle();
    }
}
