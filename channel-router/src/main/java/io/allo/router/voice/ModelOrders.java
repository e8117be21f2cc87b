// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.Apologies;
import io.allo.router.conversation.Opened;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the line asks of a speech-to-speech model. Written for the model: in English, whatever language it speaks. */
final class ModelOrders {
    private ModelOrders() {}

    /** These words, as they are. */
    static String say(String words) {
        return "Say exactly this and nothing else, without any addition: " + words;
    }

    /** Instead of what was withheld. */
    static String refuse(@Nullable List<String> languages) {
        boolean none = languages == null || languages.isEmpty();
        return say(Apologies.CONFIDENTIAL.in(none ? Apologies.DEFAULT_LANGUAGE : languages.getFirst()));
    }

    /** After another worker or session had the call. */
    static String goOn(Prompts prompts) {
        return "The line was interrupted for a moment. Go on with the conversation where it was: in one short sentence say that you"
                + " are listening and repeat your last question. In the caller's language; in "
                + prompts.language() + " when you do not know it.";
    }

    /** The caller was keying something secret in. */
    static String collectAgain(Opened conversation) {
        return conversation.before().secretKeys()
                ? " You were collecting digits by keys: call collect again, at once."
                : "";
    }

    /** A tool that the model before the interruption had asked for. */
    static String lateResult(String tool, Map<String, Object> result) {
        return "[Result of " + tool + ", asked for before the interruption: " + result + "]";
    }

    /** The caller sent what he had been asked for. */
    static String written(String words) {
        return "[The caller has sent this in writing, as you had asked: " + words + " - confirm it and go on]";
    }

    /** What nobody but the model hears. */
    static String whispered(String words) {
        return "A supervisor of the business tells you in confidence, and the caller does not hear it: " + words
                + "\nAct on it from your next answer on. Never read it out and never say that somebody told you.";
    }

    /** The caller used the keys of his telephone. */
    static String keys(String entry) {
        return "[The caller pressed these keys on the telephone: " + entry + "]";
    }
}
