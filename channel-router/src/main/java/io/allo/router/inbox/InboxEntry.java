// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.InboundMessage.Kind;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationKey;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of table {@code inbox}.
 *
 * @param id order within a conversation
 * @param owner the replica (one life of a process) that works on it
 * @param metadata facts that came with the message
 * @param attempts how often it was begun
 * @param reply null until the turn is over
 * @param delivery null until the turn is over
 * @param partsSent how many parts of a long answer the provider's API took
 */
public record InboxEntry(
        long id,
        String accountId,
        String provider,
        String messageId,
        Channel channel,
        String sessionId,
        String called,
        @Nullable String sender,
        Kind kind,
        String text,
        Map<String, String> metadata,
        Instant receivedAt,
        State state,
        String owner,
        int attempts,
        @Nullable OutboundMessage reply,
        @Nullable Delivery delivery,
        int partsSent,
        int pushAttempts) {

    /** Fact of what somebody else wrote in the agent's place: his name. */
    static final String WRITTEN_BY = "by";

    /** Fact of the same: when the person himself last wrote. */
    static final String HEARD_AT = "heard_at";

    /** Where the work stands. */
    public enum State {
        RECEIVED,
        PROCESSING,
        ANSWERED,
        FAILED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** True when the answer is there. */
        public boolean finished() {
            return this == ANSWERED || this == FAILED;
        }
    }

    /** Where the answer is. */
    public enum Delivery {
        DIRECT,
        PENDING,
        SENDING,
        /** Its sending was interrupted: whether the provider took it is being found out. */
        IN_DOUBT,
        SENT,
        UNKNOWN,
        UNDELIVERABLE;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same, asking for all of this. */
    InboxEntry saying(String words, Map<String, String> facts) {
        return new InboxEntry(
                id,
                accountId,
                provider,
                messageId,
                channel,
                sessionId,
                called,
                sender,
                kind,
                words,
                facts,
                receivedAt,
                state,
                owner,
                attempts,
                reply,
                delivery,
                partsSent,
                pushAttempts);
    }

    /** When the person last wrote, as far as this message knows. */
    public Instant heardAt() {
        String told = metadata.get(HEARD_AT);
        return kind == Kind.STAFF && told != null ? Instant.parse(told) : receivedAt;
    }

    /** Who gets the answer. */
    ReplyPush.Recipient recipient() {
        return new ReplyPush.Recipient(accountId, sender, called, metadata, heardAt());
    }

    public ConversationKey conversation() {
        return new ConversationKey(accountId, channel, sessionId);
    }

    Contact contact() {
        return new Contact(channel, called, sender, sessionId);
    }
}
