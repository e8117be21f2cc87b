// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What the person said, typed or keyed in one go.
 *
 * @param id unique within the conversation (provider message id, or made up)
 * @param input how it came in
 * @param text words, or for {@link Input#KEYS} the digits without the closing {@code #}
 * @param at when it was complete
 */
public record UserTurn(String id, Input input, String text, Instant at) {
    /** How a turn came in. */
    public enum Input {
        TEXT,
        SPEECH,
        KEYS
    }

    public UserTurn {
        requireNonNull(id, "id");
        requireNonNull(input, "input");
        requireNonNull(text, "text");
        requireNonNull(at, "at");
    }
}
