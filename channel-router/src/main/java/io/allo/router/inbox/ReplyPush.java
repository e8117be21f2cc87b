// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.OutboundMessage;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends an answer by the provider's own API when nobody waits for it any more. */
public interface ReplyPush {

    /** Whose answers it sends. */
    String provider();

    /** The answer in pieces that the provider takes; each is sent by one {@link #push}. */
    List<String> parts(OutboundMessage reply);

    /** Never fails: a failure is an {@link Outcome}. */
    Uni<Outcome> push(Recipient to, String part);

    /** The same, with more than words where this provider has it; else the words alone. */
    default Uni<Outcome> push(Recipient to, String part, Extra extra) {
        return push(to, part);
    }

    /** What may go with words. */
    sealed interface Extra {
        /** A button by which the person shares where he is. */
        record AskLocation() implements Extra {}

        /**
         * The file behind an address that the words name; whoever carries the message fetches it.
         *
         * @param url https, of a business that may be sent
         */
        record FileAt(URI url) implements Extra {
            /** {@code image/jpeg}, {@code image/png} or {@code application/pdf} by the ending of its path; empty for anything else. */
            public Optional<String> type() {
                String path = String.valueOf(url.getPath()).toLowerCase(Locale.ROOT);
                return path.endsWith(".pdf")
                        ? Optional.of("application/pdf")
                        : path.endsWith(".png")
                                ? Optional.of("image/png")
                                : path.matches(".*\\.jpe?g") ? Optional.of("image/jpeg") : Optional.empty();
            }

            public boolean isImage() {
                return type().filter(type -> type.startsWith("image/")).isPresent();
            }

            /** Its last part. */
            public String name() {
                return url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
            }
        }
    }

    /**
     * The same, under a name that the provider repeats in its reports of this piece, where it does that.
     *
     * @param reference at most 100 characters, says nothing about the person
     */
    default Uni<Outcome> push(Recipient to, String part, String reference) {
        return push(to, part);
    }

    /**
     * Asks what became of a piece whose {@link #push} was interrupted. Never fails.
     *
     * @param since when it was begun
     */
    default Uni<Trace> trace(Recipient to, String part, Instant since) {
        return Uni.createFrom().item(new Trace.Silent("the provider cannot be asked"));
    }

    /** What the provider knows of a piece. */
    sealed interface Trace {
        /**
         * All that it took with these words for this person since then; what belongs to other answers may be among it.
         *
         * @param providerMessageIds empty: it certainly did not take the piece before it was asked
         */
        record Found(List<String> providerMessageIds) implements Trace {
            public Found {
                providerMessageIds = List.copyOf(providerMessageIds);
            }
        }

        /** It cannot be told now. */
        record Silent(String reason) implements Trace {}
    }

    /**
     * Who gets it.
     *
     * @param person E.164 number, null when unknown
     * @param ours the number it comes from
     * @param facts of the person's last message, for example Meta's name for {@code ours}
     * @param lastWrote when the person last wrote to {@code ours}; null: it is not known that he ever did
     */
    record Recipient(
            String accountId,
            @Nullable String person,
            String ours,
            Map<String, String> facts,
            @Nullable Instant lastWrote) {}

    /**
     * Why nothing can be sent now to a person who last wrote then, empty when something can: told to whoever writes before he has
     * written.
     */
    default Optional<String> refusal(Instant heardAt) {
        return Optional.empty();
    }

    /** What became of a piece. */
    sealed interface Outcome {
        /** The provider took it. */
        record Sent(String providerMessageId) implements Outcome {}

        /** The provider certainly did not take it and may do so later. */
        record TryLater(String reason, Duration after) implements Outcome {}

        /** It will never be taken. */
        record Refused(String reason) implements Outcome {}

        /** Nobody knows whether it was taken: not repeated before that is found out, since the person could read it twice. */
        record Unknown(String reason) implements Outcome {}
    }
}
