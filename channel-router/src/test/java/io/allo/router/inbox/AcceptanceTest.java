// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.Channel;
import io.allo.router.inbox.InboxEntry.Delivery;
import io.allo.router.inbox.InboxEntry.State;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages that come together are kept together, each as if it were alone. */
@QuarkusTest
class AcceptanceTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Inject
    Pool pool;

    @Inject
    InboxConfig config;

    private final String account = UUID.randomUUID().toString();

    @Test
    void messagesThatComeTogetherGetTheirRowsInTheOrderOfTheirArrival_E34() {
        InboxRepository replica = new InboxRepository(pool, config);
        List<Optional<InboxEntry>> kept = keep(replica, numbered(40));

        assertThat(kept).allMatch(Optional::isPresent);
        List<InboxEntry> rows = kept.stream().map(Optional::orElseThrow).toList();
        assertThat(rows).extracting(InboxEntry::id).isSorted();
        assertThat(rows.get(7)).isEqualTo(done(replica.find(rows.get(7).id())).orElseThrow());
        rows.forEach(row -> answered(replica, row));
    }

    @Test
    void oneThatTheDatabaseRefusesHarmsNobody() {
        InboxRepository replica = new InboxRepository(pool, config);
        Acceptance acceptance = new Acceptance(pool, replica, config);
        List<InboundMessage> messages = new ArrayList<>(numbered(10));
        messages.add(5, message("bad", "nul \0 in it"));
        List<Uni<String>> all = messages.stream()
                .map(message -> acceptance
                        .keep(message, account)
                        .map(row -> {
                            answered(replica, row.orElseThrow());
                            return "kept";
                        })
                        .onFailure()
                        .recoverWithItem("refused"))
                .toList();

        List<String> fates = done(Uni.join().all(all).andFailFast());

        assertThat(fates).filteredOn("refused"::equals).hasSize(1);
        assertThat(fates.get(5)).isEqualTo("refused");
    }

    @Test
    void aMessageThatComesTwiceInOneGroupIsNewOnce_E34() {
        InboxRepository replica = new InboxRepository(pool, config);
        List<InboundMessage> five = numbered(5);
        List<InboundMessage> messages =
                Stream.concat(five.stream(), five.stream()).toList();

        List<Optional<InboxEntry>> kept = keep(replica, messages);

        assertThat(kept.stream().filter(Optional::isPresent)).hasSize(5);
        assertThat(keep(replica, messages)).noneMatch(Optional::isPresent);
        kept.stream().flatMap(Optional::stream).forEach(row -> answered(replica, row));
    }

    private List<Optional<InboxEntry>> keep(InboxRepository replica, List<InboundMessage> messages) {
        Acceptance acceptance = new Acceptance(pool, replica, config);
        return done(Uni.join()
                .all(messages.stream()
                        .map(message -> acceptance.keep(message, account))
                        .toList())
                .andFailFast());
    }

    private List<InboundMessage> numbered(int count) {
        List<InboundMessage> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(message(UUID.randomUUID().toString(), "m" + i));
        }
        return messages;
    }

    /** Each in a conversation of its own. */
    private InboundMessage message(String id, String words) {
        return new InboundMessage(
                Channel.WHATSAPP,
                "pigeon",
                id + account,
                "+33939240786",
                "wa_" + id,
                null,
                InboundMessage.Kind.TEXT,
                words,
                Map.of("message_sid", id),
                Map.of(),
                Instant.now());
    }

    /** So that nobody takes it over. */
    private static void answered(InboxRepository replica, InboxEntry entry) {
        replica.claim(entry.id())
                .chain(() -> replica.finish(
                        entry.id(), State.ANSWERED, OutboundMessage.say(entry.sessionId(), ""), Delivery.DIRECT))
                .subscribe()
                .with(_ -> {});
    }

    private static <T> T done(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
