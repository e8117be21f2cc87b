// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants done in a call, on its way to the call's replica.
 *
 * @param ref under which the answer comes back
 * @param replyTo replica of the page
 * @param session the page's
 * @param text what is whispered or said, or the summary for the agent; empty where there is none
 * @param held of {@link Act#LEAVE}: he held the call
 */
record CallAct(
        String ref,
        String replyTo,
        UUID session,
        String account,
        String conversation,
        Act act,
        String text,
        boolean held,
        String actor,
        String name) {

    static final String KIND = "act";

    enum Act {
        LISTEN,
        SILENCE,
        WHISPER,
        JOIN,
        TAKE,
        SAY,
        LEAVE,
        END;

        /** By the type of a page's message. */
        static Optional<Act> of(@Nullable String type) {
            if ("hand-back".equals(type)) {
                return Optional.of(LEAVE);
            }
            return Arrays.stream(values())
                    .filter(act -> act.name().toLowerCase(Locale.ROOT).equals(type))
                    .findFirst();
        }
    }

    JsonObject json() {
        return new JsonObject()
                .put("kind", KIND)
                .put("ref", ref)
                .put("replyTo", replyTo)
                .put("session", session.toString())
                .put("account", account)
                .put("conversation", conversation)
                .put("act", act.name())
                .put("text", text)
                .put("held", held)
                .put("actor", actor)
                .put("name", name);
    }

    static CallAct of(JsonObject json) {
        return new CallAct(
                json.getString("ref"),
                json.getString("replyTo"),
                UUID.fromString(json.getString("session")),
                json.getString("account"),
                json.getString("conversation"),
                Act.valueOf(json.getString("act")),
                json.getString("text"),
                json.getBoolean("held"),
                json.getString("actor"),
                json.getString("name"));
    }
}
