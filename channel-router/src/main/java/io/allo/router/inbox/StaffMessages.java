// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.InboundMessage.Kind;
import io.allo.router.conversation.ConversationKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody writes to a person in the agent's place. It is a row of the inbox like a message, whose answer is its own words: so it
 * has its place in the conversation's order, survives its replica, and goes out as answers do.
 */
@ApplicationScoped
public class StaffMessages {
    private final Inbox inbox;
    private final InboxRepository rows;
    private final ReplyDelivery delivery;
    private final Clock clock;

    StaffMessages(Inbox inbox, InboxRepository rows, ReplyDelivery delivery, Clock clock) {
        this.inbox = inbox;
        this.rows = rows;
        this.delivery = delivery;
        this.clock = clock;
    }

    /**
     * Something to be written.
     *
     * @param id the same one again is the same message
     * @param by name of the person of the business; null for the line itself
     */
    public record Written(String id, String text, @Nullable String by) {}

    /** It cannot go out; the message says why. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedException(String why) {
            super(why);
        }
    }

    /** To whoever last wrote in this conversation. Fails with {@link RefusedException}. */
    public Uni<Accepted> write(ConversationKey key, Written written) {
        return rows.lastHeard(key).chain(last -> {
            InboxEntry heard = last.orElseThrow(
                    () -> new RefusedException("nothing of the person is left that could be answered"));
            Optional<String> refusal = delivery.refusal(heard);
            return refusal.isPresent()
                    ? Uni.createFrom().failure(new RefusedException(refusal.get()))
                    : inbox.accept(message(heard, written), key.accountId())
                            .onFailure(Inbox.ConversationFullException.class)
                            .transform(full -> new RefusedException("too many messages of this conversation wait"));
        });
    }

    /** What was written in the last seconds by another replica. */
    public Uni<List<InboxEntry>> writtenElsewhere(String provider) {
        return rows.writtenElsewhere(provider);
    }

    private InboundMessage message(InboxEntry heard, Written written) {
        Map<String, String> metadata = new LinkedHashMap<>(heard.metadata());
        metadata.put(InboxEntry.HEARD_AT, heard.receivedAt().toString());
        metadata.remove(InboxEntry.WRITTEN_BY);
        if (written.by() != null) {
            metadata.put(InboxEntry.WRITTEN_BY, written.by());
        }
        return new InboundMessage(
                heard.channel(),
                heard.provider(),
                written.id(),
                heard.called(),
                heard.sessionId(),
                heard.sender(),
                Kind.STAFF,
                written.text(),
                metadata,
                Map.of(),
                clock.instant());
    }
}
