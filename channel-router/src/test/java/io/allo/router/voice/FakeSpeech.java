// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.router.speech.SpeechSynthesizer;
import io.smallrye.mutiny.Multi;
import java.util.ArrayList;
import java.util.List;

/** Speech of 40 ms a letter. */
final class FakeSpeech implements SpeechSynthesizer {
    static final int MS_PER_LETTER = 40;

    /** The service takes the words and says nothing. */
    boolean silent;

    final List<String> spoken = new ArrayList<>();

    @Override
    public Multi<byte[]> speak(String sentence, String language, CompandingLaw law) {
        spoken.add(sentence);
        if (silent) {
            return Multi.createFrom().nothing();
        }
        return Multi.createFrom().item(new byte[sentence.length() * MS_PER_LETTER * 8]);
    }
}
