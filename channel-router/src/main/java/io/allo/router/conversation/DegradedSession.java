// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import java.util.List;
import java.util.Map;

/** The session of a conversation whose real one could not be fetched: it can only apologise, and has no tools. */
final class DegradedSession {
    private static final String VOICE = "sage";

    private DegradedSession() {}

    static SessionConfig of(ContactResolution agent) {
        String apology = Apologies.DEGRADED.in(Conversation.languageOf(agent));
        return new SessionConfig(
                "Apologise for a technical problem, ask to be contacted again in a few minutes, and say goodbye: "
                        + apology,
                List.of(),
                VOICE,
                apology,
                Map.of(),
                null,
                Map.of(),
                null,
                "EUR",
                null,
                "Europe/Paris",
                0,
                false,
                false,
                false,
                null,
                false,
                null,
                null);
    }
}
