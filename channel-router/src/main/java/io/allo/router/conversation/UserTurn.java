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
 * @param epoch on the phone the epoch of the media stream: a turn of a worker that was replaced is refused with
 *     {@link ConversationEngine.StaleEpochException}; {@link #ANY_EPOCH} elsewhere
 */
public record UserTurn(String id, Input input, String text, Instant at, int epoch) {
    /** Not fenced by epoch. */
    public static final int ANY_EPOCH = 0;

    public UserTurn(String id, Input input, String text, Instant at) {
        this(id, input, text, at, ANY_EPOCH);
    }

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
