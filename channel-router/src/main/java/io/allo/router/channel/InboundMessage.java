// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import static java.util.Objects.requireNonNull;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a person, the same for every channel.
 *
 * @param channel where it came in
 * @param provider who brought it, for example {@code twilio}; names the id space of {@code messageId}
 * @param messageId the provider's id; the same id is the same message
 * @param called the address written to: it decides account and agent
 * @param sessionId the channel's public session id
 * @param senderId the person's E.164 number, null when unknown
 * @param kind what is wanted
 * @param text what was written
 * @param metadata facts to keep with the message, for example {@code message_sid}
 * @param rawPayload the fields as they came; never stored
 * @param timestamp when it came in
 */
public record InboundMessage(
        Channel channel,
        String provider,
        String messageId,
        String called,
        String sessionId,
        @Nullable String senderId,
        Kind kind,
        String text,
        Map<String, String> metadata,
        Map<String, String> rawPayload,
        Instant timestamp) {

    /** What a message wants from the agent. */
    public enum Kind {
        /** An answer. */
        TEXT,
        /** The agent's first words: somebody opened the chat and wrote nothing yet. */
        GREETING,
        /** Nothing: somebody of the business, or the line itself, writes to the person. */
        STAFF
    }

    public InboundMessage {
        requireNonNull(messageId, "messageId");
        metadata = Map.copyOf(metadata);
        rawPayload = Map.copyOf(rawPayload);
    }

    /** The same, with these facts. */
    public InboundMessage with(Map<String, String> facts) {
        return new InboundMessage(
                channel, provider, messageId, called, sessionId, senderId, kind, text, facts, rawPayload, timestamp);
    }

    /** Who got in touch, for the engine. */
    public Contact contact() {
        return new Contact(channel, called, senderId, sessionId);
    }
}
