// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.hearing;

import io.allo.audio.CompandingLaw;
import io.allo.audio.G711;
import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.speech.Listening;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.speech.SpeechRecognizer;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** One side by the speech recognition of the calls: words are there as soon as the speaker pauses. */
public final class StreamEars implements Ears {
    private static final Logger LOG = Logger.getLogger(StreamEars.class);
    private static final Duration LAST_WORDS = Duration.ofMillis(1_500);

    private final Listening listening;
    private final Consumer<Heard> heard;
    private final Consumer<ModelUsage> used;
    private final Executor loop;
    private final StringBuilder words = new StringBuilder();
    private long bytes;
    private double began;
    private boolean speaks;
    private boolean over;

    /** @param loop runs tasks on the line's event loop @param used is told what it cost */
    public StreamEars(
            SpeechRecognizer recognizer,
            String name,
            String language,
            Executor loop,
            Consumer<Heard> heard,
            Consumer<ModelUsage> used) {
        this.heard = heard;
        this.used = used;
        this.loop = loop;
        SpeechRecognizer.Call call =
                new SpeechRecognizer.Call(name, language, CompandingLaw.ULAW, SpeechSettings.DEFAULT);
        this.listening = recognizer.open(call, event -> loop.execute(() -> event(event)));
    }

    private void event(SpeechEvent event) {
        switch (event) {
            case SpeechEvent.SpeechStarted() -> begins();
            case SpeechEvent.Partial(String text) -> begins();
            case SpeechEvent.Final words -> {
                begins();
                this.words
                        .append(this.words.isEmpty() ? "" : " ")
                        .append(words.text().strip());
            }
            case SpeechEvent.UtteranceEnd() -> tell();
            case SpeechEvent.Used cost -> used.accept(cost.usage());
            case SpeechEvent.Lost lost -> {
                LOG.warnf("A side of a console's call is not understood any more: %s", lost.why());
                tell();
            }
        }
    }

    private void begins() {
        if (!speaks) {
            speaks = true;
            began = seconds();
        }
    }

    private void tell() {
        String text = words.toString();
        words.setLength(0);
        if (!text.isBlank() && !over) {
            heard.accept(new Heard(text, began, seconds()));
        }
        speaks = false;
    }

    private double seconds() {
        return (double) bytes / G711.SAMPLE_RATE;
    }

    @Override
    public void hear(byte[] ulaw) {
        bytes += ulaw.length;
        listening.hear(ulaw);
    }

    @Override
    public Uni<Void> finish() {
        if (over) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> last = Uni.createFrom().voidItem();
        if (speaks) {
            listening.finish();
            last = last.onItem().delayIt().by(LAST_WORDS);
        }
        return last.emitOn(loop).invoke(() -> {
            tell();
            over = true;
            listening.close();
        });
    }
}
