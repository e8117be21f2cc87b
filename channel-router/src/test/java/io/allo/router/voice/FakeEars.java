// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.router.speech.Listening;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.speech.SpeechRecognizer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A recogniser that hears what the test says. */
final class FakeEars implements SpeechRecognizer, Listening {
    /** No recogniser is configured. */
    boolean none;

    int heardBytes;
    int voicedBytes;
    int flushed;
    boolean closed;

    @Nullable
    Call call;

    @Nullable
    Consumer<SpeechEvent> events;

    @Override
    public Listening open(Call ofCall, Consumer<SpeechEvent> listener) {
        call = ofCall;
        events = listener;
        return none ? Listening.DEAF : this;
    }

    @Override
    public void hear(byte[] g711) {
        heardBytes += g711.length;
        voicedBytes += g711[0] == CompandingLaw.ALAW.silence ? 0 : g711.length;
    }

    @Override
    public void finish() {
        flushed++;
    }

    @Override
    public void close() {
        closed = true;
    }

    void event(SpeechEvent event) {
        events.accept(event);
    }

    /** Words and the pause after them. */
    void says(String words) {
        event(new SpeechEvent.SpeechStarted());
        event(new SpeechEvent.Final(words, 0.9));
        event(new SpeechEvent.UtteranceEnd());
    }
}
