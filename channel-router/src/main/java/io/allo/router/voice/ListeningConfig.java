// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** When a caller who speaks has finished his turn. Counted from the pause that the speech service reports. */
@ConfigMapping(prefix = "allo.listening")
public interface ListeningConfig {

    /** Added to the service's own pause after a sentence that may be complete. */
    @WithDefault("0ms")
    Duration pause();

    /** Added after words that ask for more ("je voudrais", "and"). */
    @WithDefault("1200ms")
    Duration unfinished();

    /** Added while a number, an e-mail address or a spelt word is dictated. */
    @WithDefault("2s")
    Duration dictation();

    /** Words whose pause is not reported count as a turn after this time without another word. */
    @WithDefault("2500ms")
    Duration noWords();

    /**
     * After this time of quiet the model is asked for the answer to what was heard, before it is sure that the caller has finished:
     * what he says more makes it be dropped, and costs one answer. 0: never.
     */
    @WithDefault("100ms")
    Duration ahead();

    /** Further last words after which a sentence goes on, in any language; the usual French and English ones are known. */
    Optional<Set<String>> unfinishedWords();

    /** The same values for the core. */
    default ListeningRules rules() {
        Set<String> words = unfinishedWords().orElse(Set.of()).stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        return new ListeningRules(pause(), unfinished(), dictation(), noWords(), ahead(), words);
    }
}
