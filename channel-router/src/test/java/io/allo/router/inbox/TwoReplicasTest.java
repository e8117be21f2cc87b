// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.inbox.InboxEntry.Delivery;
import io.allo.router.inbox.InboxEntry.State;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubTwilio;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two replicas on one database: the service under test, and one that is only its statements and dies where the test wants. E49.
 */
@QuarkusTest
class TwoReplicasTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String CALLED = "+33939240785";

    @Inject
    Pool pool;

    @Inject
    InboxConfig config;

    @Inject
    Inbox inbox;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubTwilio twilio;

    @Inject
    ScriptedModel model;

    private final String sender = "+337" + ThreadLocalRandom.current().nextLong(10_000_000, 99_999_999);

    @BeforeEach
    void reset() {
        sessions.reset();
        twilio.reset();
        model.reset();
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
    }

    @Test
    void aReplicaThatDiesInTheMiddleOfATurnIsFollowedAndItsOwnAnswerIsVoid_E49() {
        // Given: the first replica accepts three messages, works on them as one turn, and says nothing any more
        InboxRepository dead = new InboxRepository(pool, config);
        InboxEntry first = inserted(dead, "un");
        inserted(dead, "deux");
        inserted(dead, "trois");
        InboxEntry begun = done(dead.claim(first.id())).orElseThrow();
        assertThat(done(dead.join(begun, 20))).extracting(InboxEntry::text).containsExactly("deux", "trois");

        // When: the other one accepts a fourth, which must wait for them
        done(inbox.accept(message("quatre"), StubSessionConfig.ACCOUNT));
        assertThat(model.requests()).isEmpty();
        await().atMost(LIMIT).until(() -> twilio.sentTo(sender).size() == 2);

        // Then: the turn was what the dead one had made of it, each message is answered once, in order
        assertThat(twilio.sentTo(sender))
                .extracting(StubTwilio.Sent::body)
                .containsExactly("you said un\ndeux\ntrois", "you said quatre");
        assertThat(model.requests()).hasSize(2);

        // And: the dead one wakes up and has lost
        assertThat(done(dead.finish(
                        first.id(), State.ANSWERED, OutboundMessage.say("wa_" + sender, "zu spät"), Delivery.SENDING)))
                .isEmpty();
        done(dead.renew(List.of(first.id())));
        assertThat(done(dead.find(first.id())).orElseThrow().owner()).isNotEqualTo(first.owner());
        await().during(Duration.ofSeconds(1))
                .atMost(LIMIT)
                .until(() -> twilio.sentTo(sender).size() == 2);
    }

    @Test
    void ofTwoReplicasThatWantARowOneGetsIt_E49() {
        InboxRepository one = new InboxRepository(pool, config);
        InboxRepository other = new InboxRepository(pool, config);
        InboxEntry first = inserted(one, "un");
        InboxEntry second = inserted(other, "deux");

        assertThat(done(other.claim(first.id()))).isEmpty(); // it is the other's
        assertThat(done(other.claim(second.id()))).isEmpty(); // it is not its turn
        InboxEntry begun = done(one.claim(first.id())).orElseThrow();
        assertThat(done(one.claim(first.id()))).isEmpty();

        // what the other one accepted is answered with it
        assertThat(done(one.join(begun, 20))).extracting(InboxEntry::text).containsExactly("deux");
        assertThat(done(other.finish(
                        second.id(), State.ANSWERED, OutboundMessage.say("wa_" + sender, "doppelt"), Delivery.DIRECT)))
                .isEmpty();
        assertThat(done(one.finish(
                        first.id(), State.ANSWERED, OutboundMessage.say("wa_" + sender, "gut"), Delivery.DIRECT)))
                .isPresent();
        InboxEntry joined = done(other.find(second.id())).orElseThrow();
        assertThat(joined.state()).isEqualTo(State.ANSWERED);
        assertThat(Set.of(joined.reply().text(), joined.delivery())).containsExactlyInAnyOrder("", Delivery.DIRECT);
    }

    /** Who waits for a row while others are his already can wait for ever: seen as deadlocks under load. */
    @Test
    void leasesAreRenewedPastARowThatAnotherStatementHolds() {
        InboxRepository replica = new InboxRepository(pool, config);
        InboxEntry held = inserted(replica, "un");
        InboxEntry free = inserted(replica, "deux");
        lapse(free);

        done(pool.withTransaction(other -> other.preparedQuery("select id from inbox where id = $1 for update")
                .execute(Tuple.of(held.id()))
                .chain(() -> replica.renew(List.of(held.id(), free.id())))));

        assertThat(done(pool.preparedQuery("select lease_until > now() from inbox where id = $1")
                                .execute(Tuple.of(free.id())))
                        .iterator()
                        .next()
                        .getBoolean(0))
                .isTrue();
        answered(replica, held);
        answered(replica, free);
    }

    @Test
    void aReplicaThatWasStoppedForLongerThanItsLeaseSendsNothing_E49() {
        // Given: it has taken its answer for sending, and stops; another one finds that Twilio does not know it, and
        // sends it
        InboxRepository stopped = new InboxRepository(pool, config);
        InboxEntry taken = taken(stopped, "lang");
        long since = System.nanoTime() - config.lease().toNanos();
        lapse(taken);
        await().atMost(LIMIT).until(() -> delivery(taken) == Delivery.SENT);

        // When: it wakes up
        CountingPush push = new CountingPush();
        done(new ReplyDelivery(stopped, config, List.of(push)).send(taken, since));

        // Then
        assertThat(push.sent).isEmpty();
        assertThat(twilio.sentTo(sender)).extracting(StubTwilio.Sent::body).containsExactly("lang");
    }

    @Test
    void whatWasTakenByTheProviderTooLateIsKnownToBeSent() {
        InboxRepository slow = new InboxRepository(pool, config);
        InboxEntry taken = taken(slow, "lang");
        done(slow.delivered(taken.id(), Delivery.IN_DOUBT, Duration.ofMinutes(1)));

        assertThat(done(slow.partTaken(taken, 1, "SM" + UUID.randomUUID(), true)))
                .isTrue();

        assertThat(delivery(taken)).isEqualTo(Delivery.SENT);
    }

    @Test
    void anAnswerThatWasCertainlyNotSentIsSentByWhoever() {
        InboxRepository cutOff = new InboxRepository(pool, config);
        InboxEntry taken = taken(cutOff, "bonjour");

        done(cutOff.giveBack(List.of(taken.id())));

        await().atMost(LIMIT).until(() -> delivery(taken) == Delivery.SENT);
        assertThat(twilio.sentTo(sender)).extracting(StubTwilio.Sent::body).containsExactly("bonjour");
    }

    @Test
    void anAnswerIsStoredOnceHoweverOftenThatIsAsked() {
        InboxRepository replica = new InboxRepository(pool, config);
        InboxEntry taken = taken(replica, "gut");

        InboxEntry again = done(replica.finish(
                        taken.id(), State.ANSWERED, OutboundMessage.say(taken.sessionId(), "gut"), Delivery.SENDING))
                .orElseThrow();

        assertThat(again.delivery()).isEqualTo(Delivery.SENDING);
        assertThat(again.pushAttempts()).isEqualTo(1);
        done(replica.delivered(taken.id(), Delivery.SENT, Duration.ZERO));
    }

    /** Answered with this, and to be sent by this replica. */
    private InboxEntry taken(InboxRepository replica, String answer) {
        InboxEntry entry = inserted(replica, "un");
        assertThat(done(replica.claim(entry.id()))).isPresent();
        return done(replica.finish(
                        entry.id(), State.ANSWERED, OutboundMessage.say(entry.sessionId(), answer), Delivery.SENDING))
                .orElseThrow();
    }

    private void lapse(InboxEntry entry) {
        done(pool.preparedQuery("update inbox set lease_until = now() - interval '1 second' where id = $1")
                .execute(Tuple.of(entry.id())));
    }

    private Delivery delivery(InboxEntry entry) {
        return done(new InboxRepository(pool, config).find(entry.id()))
                .orElseThrow()
                .delivery();
    }

    private static final class CountingPush implements ReplyPush {
        private final List<String> sent = new ArrayList<>();

        @Override
        public String provider() {
            return "twilio";
        }

        @Override
        public List<String> parts(OutboundMessage reply) {
            return List.of(reply.text());
        }

        @Override
        public Uni<Outcome> push(Recipient to, String part) {
            sent.add(part);
            return Uni.createFrom().item(new Outcome.Sent("SM" + UUID.randomUUID()));
        }
    }

    @Test
    void aMessageIsThereOncePerAccountProviderAndId_E34() {
        InboxRepository one = new InboxRepository(pool, config);
        InboxRepository other = new InboxRepository(pool, config);
        InboundMessage message = message("un");

        InboxEntry first =
                done(accepting(one).keep(message, StubSessionConfig.ACCOUNT)).orElseThrow();
        assertThat(done(accepting(other).keep(message, StubSessionConfig.ACCOUNT)))
                .isEmpty();
        InboxEntry elsewhere = done(accepting(other)
                        .keep(message, UUID.randomUUID().toString()))
                .orElseThrow();
        assertThat(done(other.find(StubSessionConfig.ACCOUNT, "twilio", message.messageId()))
                        .orElseThrow()
                        .id())
                .isEqualTo(first.id());
        answered(one, first);
        answered(other, elsewhere);
    }

    /** So that nobody takes it over. */
    private static void answered(InboxRepository replica, InboxEntry entry) {
        assertThat(done(replica.claim(entry.id()))).isPresent();
        assertThat(done(replica.finish(
                        entry.id(), State.ANSWERED, OutboundMessage.say(entry.sessionId(), ""), Delivery.DIRECT)))
                .isPresent();
    }

    private Acceptance accepting(InboxRepository replica) {
        return new Acceptance(pool, replica, config);
    }

    private InboxEntry inserted(InboxRepository replica, String text) {
        return done(accepting(replica).keep(message(text), StubSessionConfig.ACCOUNT))
                .orElseThrow();
    }

    private InboundMessage message(String text) {
        return new InboundMessage(
                Channel.WHATSAPP,
                "twilio",
                "SM" + UUID.randomUUID(),
                CALLED,
                "wa_" + sender,
                sender,
                InboundMessage.Kind.TEXT,
                text,
                Map.of(),
                Map.of(),
                Instant.now());
    }

    private static <T> T done(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
