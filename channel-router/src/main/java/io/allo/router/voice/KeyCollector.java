// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.AgentEvent.KeyEntry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries out of single keys. An entry is complete with its last digit, at {@code #}, or when the caller pauses
 * ({@link #paused}); with {@link KeyEntry#immediate} each key is one. {@code *} is an entry by itself, at once, and forgets
 * the digits before it ("correct that"); {@code #} alone is one too. One call, one mailbox.
 */
final class KeyCollector {
    /** What is awaited while the agent has not said what it wants. */
    static final KeyEntry ANYTHING = new KeyEntry(32, false);

    private KeyEntry entry = ANYTHING;
    private final StringBuilder digits = new StringBuilder();

    /** The next keys are for this entry. Digits of an unfinished one are forgotten. */
    void expect(@Nullable KeyEntry next) {
        entry = next == null ? ANYTHING : next;
        digits.setLength(0);
    }

    /** One key; the finished entry, if it is one. Keys {@code A-D}, which no telephone has, are ignored. */
    Optional<String> press(char key) {
        if (key == '*') {
            digits.setLength(0);
            return Optional.of("*");
        }
        if (key == '#') {
            return digits.isEmpty() ? Optional.of("#") : taken();
        }
        if (key < '0' || key > '9') {
            return Optional.empty();
        }
        digits.append(key);
        boolean complete = entry.immediate() || digits.length() >= entry.maxDigits();
        return complete ? taken() : Optional.empty();
    }

    /** The caller has stopped keying: what he keyed is the entry. */
    Optional<String> paused() {
        return digits.isEmpty() ? Optional.empty() : taken();
    }

    /** True while an entry has begun and is not finished. */
    boolean begun() {
        return !digits.isEmpty();
    }

    private Optional<String> taken() {
        String complete = digits.toString();
        digits.setLength(0);
        return Optional.of(complete);
    }
}
