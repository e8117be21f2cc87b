// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.InboundMessage.Kind;
import io.allo.router.conversation.ModelUsage;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that one turn answers: a message, what the person wrote behind it, and the words of what he spoke. */
@ApplicationScoped
class WholeMessage {
    /** Messages that one turn answers besides its own; the next turn answers the rest. */
    private static final int MOST_JOINED = 20;

    private final InboxRepository rows;
    private final ReplyDelivery delivery;
    private final VoiceMessages voice;
    private final MeterRegistry metrics;

    WholeMessage(InboxRepository rows, ReplyDelivery delivery, VoiceMessages voice, MeterRegistry metrics) {
        this.rows = rows;
        this.delivery = delivery;
        this.voice = voice;
        this.metrics = metrics;
    }

    /**
     * @param entry asks for all of it
     * @param used what it cost to listen to it
     * @param unopened a photo or a file is among it, which nobody opens
     */
    record Asked(InboxEntry entry, List<ModelUsage> used, boolean unopened) {}

    /**
     * Together with what the person wrote meanwhile, where one answer to all is enough: not in the web chat, where each message is
     * shown its own. A turn that died asks for what it asked for then.
     */
    Uni<Asked> of(InboxEntry entry) {
        if (entry.kind() != Kind.TEXT || !delivery.pushes(entry.provider())) {
            return Uni.createFrom().item(new Asked(entry, List.of(), false));
        }
        return rows.join(entry, MOST_JOINED).flatMap(joined -> {
            metrics.counter("allo.inbox.joined", "provider", entry.provider()).increment(joined.size());
            List<InboxEntry> all =
                    Stream.concat(Stream.of(entry), joined.stream()).toList();
            boolean unopened = all.stream().anyMatch(one -> Media.anyFile(one.metadata()));
            return Multi.createFrom()
                    .iterable(all)
                    .onItem()
                    .transformToUniAndConcatenate(this::heard)
                    .collect()
                    .asList()
                    .map(parts -> together(entry, parts, unopened));
        });
    }

    private static Asked together(InboxEntry entry, List<VoiceMessages.Heard> parts, boolean unopened) {
        String words = parts.stream()
                .map(VoiceMessages.Heard::words)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining("\n"));
        return new Asked(
                entry.saying(words),
                parts.stream().flatMap(part -> part.used().stream()).toList(),
                unopened);
    }

    private Uni<VoiceMessages.Heard> heard(InboxEntry entry) {
        return entry.text().isEmpty() && Media.anyAudio(entry.metadata())
                ? voice.listen(entry)
                : Uni.createFrom().item(new VoiceMessages.Heard(entry.text(), List.of()));
    }
}
