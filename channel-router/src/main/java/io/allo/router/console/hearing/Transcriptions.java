// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.hearing;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The segments of a call on their way to becoming words: one at a time, the technician's before the support agent's, each side's in
 * their order. On the line's event loop.
 */
public final class Transcriptions {
    private static final Logger LOG = Logger.getLogger(Transcriptions.class);
    /** Of a side; when transcription is that far behind, the oldest are given up. */
    private static final int MOST_WAITING = 8;

    private final Transcriber transcriber;
    private final Executor loop;
    private final String language;
    private final Deque<Segment> technician = new ArrayDeque<>();
    private final Deque<Segment> assistant = new ArrayDeque<>();
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();
    private boolean busy;
    private String before = "";

    /** Words of a segment. */
    @FunctionalInterface
    public interface Transcriber {
        Uni<String> transcribe(byte[] ulaw, String language, String before);
    }

    private record Segment(byte[] ulaw, Consumer<String> heard) {}

    /** @param loop runs tasks on the line's event loop */
    public Transcriptions(Transcriber transcriber, Executor loop, String language) {
        this.transcriber = transcriber;
        this.loop = loop;
        this.language = language;
    }

    void add(boolean ofTechnician, byte[] ulaw, Consumer<String> heard) {
        Deque<Segment> side = ofTechnician ? technician : assistant;
        if (side.size() >= MOST_WAITING) {
            LOG.warn("A console's transcription is too slow: some speech is not written down");
            side.remove();
        }
        side.add(new Segment(ulaw, heard));
        next();
    }

    boolean isBusy() {
        return busy;
    }

    /** When nothing is left. */
    Uni<Void> idle() {
        return Uni.createFrom().emitter(emitter -> {
            if (busy) {
                waiting.add(emitter);
            } else {
                emitter.complete(null);
            }
        });
    }

    private void next() {
        if (busy) {
            return;
        }
        Segment segment = technician.isEmpty() ? assistant.poll() : technician.poll();
        if (segment == null) {
            waiting.forEach(emitter -> emitter.complete(null));
            waiting.clear();
            return;
        }
        busy = true;
        transcriber
                .transcribe(segment.ulaw(), language, before)
                .subscribe()
                .with(text -> loop.execute(() -> done(segment, text)), failure -> {
                    LOG.warnf("A console's segment was not understood: %s", failure.toString());
                    loop.execute(() -> done(segment, ""));
                });
    }

    private void done(Segment segment, String text) {
        busy = false;
        if (!text.isBlank()) {
            before = text;
            segment.heard().accept(text);
        }
        next();
    }
}
