// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.CallEndWebhook;
import io.allo.contracts.session.PrivacySettings;
import io.allo.contracts.session.TranscriptMail;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.UserTurn;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubToolExecutor;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** D20: the words of an ended conversation are brought to who sends e-mails, when the agent wants it. */
@QuarkusTest
class TranscriptMailTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String CALLED = "+33939240867";

    private final String agent = UUID.randomUUID().toString();

    @Inject
    ConversationEngine engine;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubToolExecutor executor;

    @Inject
    ScriptedModel model;

    @Inject
    Pool pool;

    @BeforeEach
    void reset() {
        sessions.reset();
        executor.reset();
        model.reset();
        sessions.agent(CALLED, sessions.demoAgent(agent, ScriptedModel.NAME));
    }

    @Test
    @DisplayName("D20: on every channel, speakers named, the number masked; once it was brought nothing waits")
    void wanted() {
        sessions.callEnd(
                agent,
                new CallEndWebhook(null, null, new TranscriptMail(List.of("rdv@example.org"), true, "Europe/Paris")));
        for (Channel channel : List.of(Channel.VOICE, Channel.WHATSAPP)) {
            Opened opened = conversation(channel);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(executor.transcript(opened.conversationId()))
                            .isNotNull());
            assertThat(executor.transcript(opened.conversationId()))
                    .containsEntry("channel", channel.wireName())
                    .containsEntry("caller", "+336…78")
                    .containsEntry(
                            "recipients",
                            Map.of("to", List.of("rdv@example.org"), "customer", true, "timezone", "Europe/Paris"));
            assertThat((List<?>) executor.transcript(opened.conversationId()).get("turns"))
                    .extracting(turn -> ((Map<?, ?>) turn).get("role") + ": " + ((Map<?, ?>) turn).get("text"))
                    .containsExactly("user: a haircut", "assistant: Done.");
            awaitNoneWaits(opened);
        }
    }

    @Test
    @DisplayName("D20: off by default; and what a caller did not allow to be kept is not brought")
    void unwanted() {
        Opened off = conversation(Channel.VOICE);
        awaitNoneWaits(off);
        sessions.callEnd(
                agent, new CallEndWebhook(null, null, new TranscriptMail(List.of("a@example.org"), false, null)));
        String silent = "+33939240868";
        sessions.agent(
                silent,
                sessions.demoAgent(agent, ScriptedModel.NAME)
                        .with(new PrivacySettings(true, PrivacySettings.Consent.OPT_IN, false)));
        Opened refused = conversation(Channel.VOICE, silent);
        awaitNoneWaits(refused);

        assertThat(executor.transcript(off.conversationId())).isNull();
        assertThat(executor.transcript(refused.conversationId())).isNull();
    }

    private Opened conversation(Channel channel) {
        return conversation(channel, CALLED);
    }

    private Opened conversation(Channel channel, String called) {
        model.then(say("Done."));
        Opened opened = engine.open(new Contact(
                        channel, called, "+33612345678", UUID.randomUUID().toString()))
                .await()
                .atMost(LIMIT);
        UserTurn turn = new UserTurn(UUID.randomUUID().toString(), UserTurn.Input.TEXT, "a haircut", Instant.now());
        engine.userTurn(opened.key(), turn).collect().asList().await().atMost(LIMIT);
        engine.end(opened.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
        return opened;
    }

    /** The conversation ended in the record, and its transcript was dealt with. */
    private void awaitNoneWaits(Opened opened) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(count(
                                "select (select count(*) from conversations where id = $1 and ended_at is not null)"
                                        + " + 10 * (select count(*) from outbox where event_id = $1 || '/transcript')",
                                opened.conversationId()))
                        .isEqualTo(1));
    }

    private long count(String query, String parameter) {
        return pool.preparedQuery(query)
                .execute(Tuple.of(parameter))
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .atMost(LIMIT);
    }
}
