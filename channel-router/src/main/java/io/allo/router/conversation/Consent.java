// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import java.time.Instant;

/**
 * What a caller was told or asked about the keeping of his call, and what came of it. Null in a {@link Conversation} = not yet.
 *
 * @param way how it came to this
 */
public record Consent(Decision decision, Way way, Instant at) {
    /** What came of it. */
    public enum Decision {
        /** He knows, and did not refuse. */
        TOLD,
        GRANTED,
        REFUSED
    }

    /** How. */
    public enum Way {
        /** Nothing was asked. */
        NOTICE,
        KEY,
        WORDS,
        /** He was asked and said nothing. */
        SILENCE
    }

    /** May words and sound be kept? */
    public boolean allows() {
        return decision != Decision.REFUSED;
    }
}
