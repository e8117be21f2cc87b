// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.HeadStart;
import io.smallrye.mutiny.Multi;
import org.jspecify.annotations.Nullable;

/**
 * A call's synthesizer that can hold one sentence ready which is perhaps spoken next. The next sentence that is spoken uses it or
 * drops it. Called on the call's event loop.
 */
public final class HeldSpeech implements CallSpeech {
    private final CallSpeech speech;
    private @Nullable Held held;

    private record Held(String sentence, String language, HeadStart<byte[]> sound) {}

    public HeldSpeech(CallSpeech speech) {
        this.speech = speech;
    }

    /** This may be the next sentence. */
    public void prepare(String sentence, String language) {
        forget();
        held = new Held(sentence, language, HeadStart.of(speech.speak(sentence, language), chunk -> {}));
    }

    /** It is not. */
    public void forget() {
        Held wrong = held;
        held = null;
        if (wrong != null) {
            wrong.sound().drop();
        }
    }

    @Override
    public void voice(String name, String language, SpeechSettings settings) {
        speech.voice(name, language, settings);
    }

    @Override
    public Multi<byte[]> speak(String sentence, String language) {
        Held ready = held;
        if (ready != null
                && ready.sentence().equals(sentence)
                && ready.language().equals(language)
                && !ready.sound().hasFailed()) {
            held = null;
            return ready.sound().goOn();
        }
        forget();
        return speech.speak(sentence, language);
    }

    @Override
    public void close() {
        forget();
        speech.close();
    }
}
