// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.smallrye.mutiny.Uni;
import java.util.Locale;

/**
 * Writes to the person of a running call, on WhatsApp where that is possible, else by SMS. Port; implemented by {@code reach}. Nothing
 * of it fails: what goes wrong is an {@link Outcome}.
 */
public interface Outreach {
    /** Nobody is written to. */
    Outreach NONE = new Outreach() {
        @Override
        public Uni<Outcome> send(Conversation call, String words) {
            return Uni.createFrom().item(Outcome.NOT_REACHED);
        }

        @Override
        public Uni<Outcome> ask(Conversation call, What what, String words) {
            return Uni.createFrom().item(Outcome.NOT_REACHED);
        }

        @Override
        public Uni<Boolean> cancel(Conversation call) {
            return Uni.createFrom().item(false);
        }
    };

    /** Sends these words. */
    Uni<Outcome> send(Conversation call, String words);

    /**
     * Sends these words; what the person writes next goes into the call, until the wanted thing came or its time is over. A later
     * question takes the place of an earlier one.
     */
    Uni<Outcome> ask(Conversation call, What what, String words);

    /** What the person writes is an ordinary message again. @return false: no question of this call was open */
    Uni<Boolean> cancel(Conversation call);

    /** What a person can be asked for. */
    enum What {
        PHOTO,
        LOCATION,
        EMAIL,
        TEXT;

        /** {@code photo location email text}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of a message. */
    enum Outcome {
        WHATSAPP,
        SMS,
        /** This number got too many messages of the account. */
        TOO_MANY,
        /** There is no way to write to this person, or every one was refused. */
        NOT_REACHED,
        /** Nobody knows whether it went. */
        UNKNOWN
    }
}
