// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.router.speech.CallSpeech;
import io.allo.router.speech.SentenceSplitter;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.Logger;

/**
 * What is said before everything else and to its end: it goes into the {@link Playout} in front of the agent's first words, which
 * are prepared meanwhile. One call, one mailbox.
 */
final class OpeningWords {
    private static final Logger LOG = Logger.getLogger(OpeningWords.class);

    /** A breath, so that the agent's first words sound like the next sentence. */
    private static final int PAUSE_MS = 240;

    private final Mailbox mailbox;
    private final CallSpeech speech;
    private final Playout playout;
    private final CompandingLaw law;
    private final String language;
    private final int item;
    private final Deque<String> sentences = new ArrayDeque<>();
    private final Runnable synthesised;
    private int ms;
    private boolean synthesising = true;
    private Cancellable synthesis = () -> {};

    /** @param synthesised the synthesizer is free for other words */
    OpeningWords(
            Mailbox mailbox,
            CallSpeech speech,
            Playout playout,
            CompandingLaw law,
            String language,
            int item,
            Runnable synthesised) {
        this.mailbox = mailbox;
        this.speech = speech;
        this.playout = playout;
        this.law = law;
        this.language = language;
        this.item = item;
        this.synthesised = synthesised;
    }

    /** @param sent all of it is on its way to the ear */
    void say(String text, Runnable sent) {
        SentenceSplitter splitter = new SentenceSplitter();
        sentences.addAll(splitter.add(text));
        sentences.addAll(splitter.finish());
        next(sent);
    }

    boolean synthesising() {
        return synthesising;
    }

    /** Says no more. */
    void drop() {
        sentences.clear();
        synthesis.cancel();
        synthesising = false;
    }

    void cancel() {
        synthesis.cancel();
    }

    private void next(Runnable sent) {
        if (sentences.isEmpty()) {
            playout.markOpening(Speaker.markName(item), sent);
            synthesising = false;
            synthesised.run();
            return;
        }
        synthesis = speech.speak(sentences.remove(), language)
                .subscribe()
                .with(
                        chunk -> mailbox.execute(() -> queue(chunk)),
                        failure -> mailbox.execute(() -> {
                            LOG.errorf("a notice could not be spoken: %s", failure.toString());
                            next(sent);
                        }),
                        () -> mailbox.execute(() -> {
                            queue(law.silence(PAUSE_MS));
                            next(sent);
                        }));
    }

    private void queue(byte[] g711) {
        playout.openingAudio(item, ms, g711);
        ms += Math.ceilDiv(g711.length, CompandingLaw.FRAME_BYTES) * 20;
        playout.tick();
    }
}
