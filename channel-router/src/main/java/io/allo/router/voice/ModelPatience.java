// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.VoiceEvent.Failure;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** How long a speech-to-speech model may be silent that has to speak: a call must not be a silence. One call, one mailbox. */
final class ModelPatience {
    /** Of a caller who is said to speak, and never to pause. */
    private static final Duration LONGEST_SPEECH = Duration.ofSeconds(45);

    private final Mailbox mailbox;
    private final Speaker speaker;
    private final Duration silence;
    private final BooleanSupplier excused;
    private final Consumer<Failure> exhausted;
    private Mailbox.Timer timer = Mailbox.Timer.NONE;

    /** @param excused it waits for something itself (tools) */
    ModelPatience(DialogueParts parts, BooleanSupplier excused, Consumer<Failure> exhausted) {
        this.mailbox = parts.mailbox();
        this.speaker = parts.speaker();
        this.silence = parts.rules().modelSilence();
        this.excused = excused;
        this.exhausted = exhausted;
    }

    /** The model is to say something, or more, from now on. */
    void awaitAnswer() {
        speaker.owesWords(true);
        await(silence);
    }

    /** While the caller speaks no answer is due, but not for ever. */
    void awaitCaller() {
        await(LONGEST_SPEECH);
    }

    private void await(Duration limit) {
        timer.cancel();
        timer = mailbox.after(limit, this::over);
    }

    private void over() {
        if (!excused.getAsBoolean()) {
            exhausted.accept(new Failure(Failure.Kind.RETRY, "the model is silent"));
        }
    }

    /** Nothing is awaited. */
    void stop() {
        timer.cancel();
    }
}
