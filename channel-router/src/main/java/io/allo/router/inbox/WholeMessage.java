// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.InboundMessage.Kind;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.inbox.FileMessages.Seen;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that one turn answers: a message, what the person wrote behind it, the words of what he spoke, and what his photos show. */
@ApplicationScoped
class WholeMessage {
    /** Messages that one turn answers besides its own; the next turn answers the rest. */
    private static final int MOST_JOINED = 20;

    private final InboxRepository rows;
    private final ReplyDelivery delivery;
    private final VoiceMessages voice;
    private final FileMessages files;
    private final MeterRegistry metrics;

    WholeMessage(
            InboxRepository rows,
            ReplyDelivery delivery,
            VoiceMessages voice,
            FileMessages files,
            MeterRegistry metrics) {
        this.rows = rows;
        this.delivery = delivery;
        this.voice = voice;
        this.files = files;
        this.metrics = metrics;
    }

    /**
     * @param entry asks for all of it
     * @param used what it cost to listen to it and to look at it
     * @param unopened a photo or a file is among it that nobody could open
     * @param joined rows that are answered with it
     */
    record Asked(InboxEntry entry, List<ModelUsage> used, boolean unopened, List<Long> joined) {}

    /**
     * Together with what the person wrote meanwhile, where one answer to all is enough: not in the web chat, where each message is
     * shown its own. A turn that died asks for what it asked for then.
     */
    Uni<Asked> of(InboxEntry entry) {
        if (entry.kind() != Kind.TEXT || !delivery.pushes(entry.provider())) {
            return Uni.createFrom().item(new Asked(entry, List.of(), false, List.of()));
        }
        return rows.join(entry, MOST_JOINED).flatMap(joined -> {
            metrics.counter("allo.inbox.joined", "provider", entry.provider()).increment(joined.size());
            List<InboxEntry> all =
                    Stream.concat(Stream.of(entry), joined.stream()).toList();
            return Multi.createFrom()
                    .iterable(all)
                    .onItem()
                    .transformToUniAndConcatenate(this::understood)
                    .collect()
                    .asList()
                    .map(parts -> together(entry, all, parts));
        });
    }

    private static Asked together(InboxEntry entry, List<InboxEntry> all, List<Seen> parts) {
        String words =
                parts.stream().map(Seen::words).filter(part -> !part.isBlank()).collect(Collectors.joining("\n"));
        List<Media> files =
                all.stream().flatMap(one -> Media.of(one.metadata()).stream()).toList();
        return new Asked(
                entry.saying(words, Media.noted(entry.metadata(), files)),
                parts.stream().flatMap(part -> part.used().stream()).toList(),
                !parts.stream().allMatch(Seen::all),
                all.stream().skip(1).map(InboxEntry::id).toList());
    }

    /** What was written, else spoken, and what the files show. */
    private Uni<Seen> understood(InboxEntry entry) {
        return heard(entry)
                .flatMap(heard -> files.look(entry)
                        .map(seen -> new Seen(
                                (heard.words() + "\n" + seen.words()).strip(),
                                Stream.concat(heard.used().stream(), seen.used().stream())
                                        .toList(),
                                seen.all())));
    }

    private Uni<VoiceMessages.Heard> heard(InboxEntry entry) {
        return entry.text().isEmpty() && Media.anyAudio(entry.metadata())
                ? voice.listen(entry)
                : Uni.createFrom().item(new VoiceMessages.Heard(entry.text(), List.of()));
    }
}
