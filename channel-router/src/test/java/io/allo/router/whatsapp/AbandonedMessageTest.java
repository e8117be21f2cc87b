// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubTwilio;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a replica that was killed left behind is done by another one, once. */
@QuarkusTest
class AbandonedMessageTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Long enough for several sweeps (300 ms each) to do something wrong. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    @TestHTTPResource
    URI base;

    @Inject
    Pool pool;

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
        sessions.agent(Webhook.CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
    }

    @Test
    void aMessageWhoseReplicaDiedIsAnsweredByTheApi() {
        long id = row("processing", "dead", -1, 1, "bonjour");

        await().atMost(LIMIT).until(() -> delivery(id).equals("sent"));

        assertThat(twilio.sentTo(sender)).extracting(StubTwilio.Sent::body).containsExactly("you said bonjour");
        assertThat(twilio.violations()).isEmpty();
        await().during(QUIET).atMost(LIMIT).until(() -> twilio.sentTo(sender).size() == 1);
    }

    @Test
    void severalMessagesOfOneConversationAreAnsweredInOrder_E49() {
        row("processing", "dead", -1, 1, "un");
        row("received", "dead", -1, 0, "deux");
        row("received", "dead", -1, 0, "trois");

        await().atMost(LIMIT).until(() -> twilio.sentTo(sender).size() == 2);

        assertThat(twilio.sentTo(sender))
                .extracting(StubTwilio.Sent::body)
                .containsExactly("you said un", "you said deux\ntrois"); // what had not been begun is joined
    }

    @Test
    void aMessageWaitsForAnEarlierOneThatAnotherReplicaWorksOn() {
        long elsewhere = row("processing", "alive", 60, 1, "un");
        var response = new Webhook(base).send(Webhook.message(sender, "deux"));

        await().during(Duration.ofMillis(800))
                .atMost(LIMIT)
                .until(() -> model.requests().isEmpty());
        update(
                "update inbox set state = 'answered', reply_text = 'x', reply_action = 'say', delivery = 'direct', "
                        + "finished_at = now() where id = $1",
                elsewhere);

        assertThat(response.join().body()).isEqualTo(Webhook.twiml("you said deux"));
    }

    @Test
    void aMessageThatKillsItsReplicasIsGivenUpWithAnApology() {
        row("processing", "dead", -1, 3, "bombe");

        await().atMost(LIMIT).until(() -> twilio.sentTo(sender).size() == 1);

        assertThat(twilio.sentTo(sender).getFirst().body()).isEqualTo("Désolé, une erreur s'est produite.");
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void anAnswerThatWasBeingSentWhenItsReplicaDiedIsSentOnceWhenTwilioDoesNotKnowIt() {
        long id = row("processing", "dead", 60, 1, "bonjour");
        update(
                "update inbox set state = 'answered', reply_text = 'x', reply_action = 'say', delivery = 'sending', "
                        + "lease_until = now() - interval '1 second', finished_at = now() where id = $1",
                id);

        await().atMost(LIMIT).until(() -> delivery(id).equals("sent"));

        assertThat(twilio.sentTo(sender)).extracting(StubTwilio.Sent::body).containsExactly("x");
    }

    @Test
    void anAnswerThatTwilioRefusesForNowIsSentLater() {
        twilio.refuse(1, 429);
        long id = row("processing", "dead", -1, 1, "bonjour");

        await().atMost(LIMIT).until(() -> delivery(id).equals("sent"));

        assertThat(twilio.sentTo(sender)).hasSize(1);
    }

    @Test
    void anAnswerWhoseFateIsUnknownIsNotRepeated() {
        twilio.hangUpAfterTaking(true);
        long id = row("processing", "dead", -1, 1, "bonjour");

        await().atMost(LIMIT).until(() -> delivery(id).equals("sent")); // Twilio lists it

        await().during(QUIET).atMost(LIMIT).until(() -> twilio.sentTo(sender).size() == 1);
    }

    @Test
    void aRefusalForGoodIsKeptAsUndeliverable() {
        twilio.refuse(1, 400);
        model.then(say("réponse"));
        long id = row("processing", "dead", -1, 1, "bonjour");

        await().atMost(LIMIT).until(() -> delivery(id).equals("undeliverable"));

        assertThat(twilio.sentTo(sender)).isEmpty();
        assertThat(text("select reply_text from inbox where id = $1", id)).isEqualTo("réponse");
    }

    private long row(String state, String owner, int leaseSeconds, int attempts, String body) {
        return result(pool.preparedQuery("""
                        insert into inbox (account_id, provider, message_id, channel, session_id, called, sender, kind,
                                           body, metadata, received_at, state, owner, lease_until, attempts)
                        values ($1, 'twilio', $2, 'whatsapp', $3, $4, $5, 'text', $6, '{}', now(), $7, $8,
                                now() + $9 * interval '1 second', $10)
                        returning id""")
                        .execute(Tuple.tuple()
                                .addString(StubSessionConfig.ACCOUNT)
                                .addString("SM" + UUID.randomUUID())
                                .addString("wa_" + sender)
                                .addString(Webhook.CALLED)
                                .addString(sender)
                                .addString(body)
                                .addString(state)
                                .addString(owner)
                                .addInteger(leaseSeconds)
                                .addInteger(attempts)))
                .iterator()
                .next()
                .getLong("id");
    }

    private void update(String sql, long id) {
        result(pool.preparedQuery(sql).execute(Tuple.of(id)));
    }

    private String delivery(long id) {
        return text("select coalesce(delivery, 'none') from inbox where id = $1", id);
    }

    private String text(String sql, long id) {
        return result(pool.preparedQuery(sql).execute(Tuple.of(id)))
                .iterator()
                .next()
                .getString(0);
    }

    private static <T> T result(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
