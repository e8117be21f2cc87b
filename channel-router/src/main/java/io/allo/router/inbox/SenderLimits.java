// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many messages of one person to one business an agent answers. What is beyond is kept, but no model is asked: the first is
 * answered with a request to wait, the others with nothing. Counted by each replica for itself, in whole minutes and days; what was
 * decided stands in the row. Any thread.
 */
@ApplicationScoped
class SenderLimits {
    private static final String LIMITED = "limited";
    private static final String TOLD = "told";
    private static final String SILENT = "silent";
    /** Nobody knows the language before the agent does. */
    private static final String WAIT =
            "Vous avez envoyé beaucoup de messages. Merci d'attendre un peu avant d'écrire à nouveau.\n"
                    + "You have sent many messages. Please wait a little before you write again.";

    private static final int MOST_SENDERS = 100_000;

    private final InboxConfig config;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Map<String, Counted> senders = new ConcurrentHashMap<>();

    SenderLimits(InboxConfig config, MeterRegistry metrics, Clock clock) {
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    private record Counted(long minute, int inMinute, long day, int inDay) {
        static Counted next(@Nullable Counted before, long minute, long day) {
            return new Counted(
                    minute,
                    before != null && before.minute == minute ? before.inMinute + 1 : 1,
                    day,
                    before != null && before.day == day ? before.inDay + 1 : 1);
        }
    }

    /** The message, marked when it is beyond the limits. */
    InboundMessage judged(InboundMessage message, String accountId) {
        if (message.kind() != InboundMessage.Kind.TEXT) {
            return message;
        }
        long seconds = clock.instant().getEpochSecond();
        long day = seconds / Duration.ofDays(1).toSeconds();
        String sender = accountId + '/' + (message.senderId() == null ? message.sessionId() : message.senderId());
        Counted counted = senders.compute(
                sender,
                (_, before) ->
                        Counted.next(before, seconds / Duration.ofMinutes(1).toSeconds(), day));
        if (senders.size() > MOST_SENDERS) {
            forget(day);
        }
        int beyond = Math.max(counted.inMinute() - config.senderPerMinute(), counted.inDay() - config.senderPerDay());
        return beyond <= 0 ? message : marked(message, beyond == 1 || message.channel() == Channel.WEB);
    }

    private InboundMessage marked(InboundMessage message, boolean told) {
        metrics.counter("allo.inbox.limited", "provider", message.provider()).increment();
        Map<String, String> metadata = new HashMap<>(message.metadata());
        metadata.put(LIMITED, told ? TOLD : SILENT);
        return message.with(metadata);
    }

    private void forget(long today) {
        senders.values().removeIf(counted -> counted.day() < today);
        if (senders.size() > MOST_SENDERS) {
            senders.clear(); // a flood of numbers; each begins anew
        }
    }

    /** What a message beyond the limits is answered with, empty for any other. */
    static Optional<OutboundMessage> answer(InboxEntry entry) {
        String limited = entry.metadata().get(LIMITED);
        return limited == null
                ? Optional.empty()
                : Optional.of(OutboundMessage.say(entry.sessionId(), limited.equals(TOLD) ? WAIT : ""));
    }
}
