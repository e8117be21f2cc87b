// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.VoiceEvent;
import io.allo.router.voice.Utterance.Afterwards;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A speech-to-speech model's items as utterances of the line: one sounds at a time. One call, one mailbox. */
final class ModelUtterances {
    private final Speaker speaker;
    private final Runnable begins;
    /** The provider's items that sound, or did a moment ago. */
    private final Map<String, Utterance> items = new HashMap<>();
    /** Items whose words are not in the record yet. */
    private final Set<String> unsaid = new HashSet<>();

    private @Nullable Utterance current;

    /** Told of the provider's item behind an utterance. */
    interface Named {
        void item(String item);
    }

    /** @param begins the agent begins to speak: run before each new utterance */
    ModelUtterances(Speaker speaker, Runnable begins) {
        this.speaker = speaker;
        this.begins = begins;
    }

    void audio(VoiceEvent.Audio audio) {
        speaker.audio(of(audio.item()), audio.g711());
    }

    void words(VoiceEvent.Words words) {
        unsaid.add(words.item());
        of(words.item()).words(words.delta());
    }

    private Utterance of(String item) {
        return items.computeIfAbsent(item, unknown -> {
            finish(new Afterwards.Listen());
            begins.run();
            Utterance next = speaker.begin(Utterance.Kind.AGENT);
            current = next;
            return next;
        });
    }

    /** The words of this item are in the record. */
    void said(String item) {
        unsaid.remove(item);
    }

    boolean allSaid() {
        return unsaid.isEmpty();
    }

    /** @return whether there was something to finish */
    boolean finish(Afterwards then) {
        Utterance utterance = current;
        current = null;
        if (utterance == null || utterance.cut || utterance.complete) {
            return false;
        }
        speaker.finish(utterance, then);
        return true;
    }

    /** Names the items of an utterance. */
    void behind(Utterance utterance, Named told) {
        items.forEach((item, spoken) -> {
            if (spoken == utterance) {
                told.item(item);
            }
        });
    }
}
