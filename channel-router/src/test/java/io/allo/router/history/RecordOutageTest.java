// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.allo.contracts.EndReason;
import io.allo.contracts.events.Topics;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.Dialogue;
import io.allo.router.cost.CostTerms;
import io.allo.router.stubs.Relay;
import io.allo.testkit.infra.Infrastructure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The writer while the real PostgreSQL comes and goes. */
class RecordOutageTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final CostTerms TERMS = new CostTerms("EUR", BigDecimal.TEN, BigDecimal.ONE, true, false, null);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Infrastructure infrastructure;
    private Relay relay;
    private Pool direct;
    private RecordWriter writer;
    private Outbox outbox;

    @BeforeEach
    void connect() throws Exception {
        infrastructure = Infrastructure.lease("channel-router");
        Flyway.configure()
                .dataSource(infrastructure.jdbcUrl(), infrastructure.postgresUser(), infrastructure.postgresPassword())
                .defaultSchema("conversations")
                .locations("classpath:db/migration")
                .load()
                .migrate();
        PgConnectOptions real = PgConnectOptions.fromUri(
                        infrastructure.postgresUrl().replace("vertx-reactive:", ""))
                .setUser(infrastructure.postgresUser())
                .setPassword(infrastructure.postgresPassword());
        relay = Relay.to(vertx, real.getHost(), real.getPort());
        direct = pool(real);
        Pool relayed = pool(new PgConnectOptions(real).setHost("127.0.0.1").setPort(relay.port()));
        ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());
        outbox = new Outbox(relayed, mapper);
        writer = new RecordWriter(
                vertx,
                relayed,
                new RecordStatements(mapper, outbox, new CostStatements()),
                new ConversationMetrics(meters),
                new QuickConfig());
        writer.start(new StartupEvent());
    }

    private Pool pool(PgConnectOptions options) {
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2).setConnectionTimeout(1))
                .connectingTo(options)
                .using(new io.vertx.mutiny.core.Vertx(vertx))
                .build();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        infrastructure.close();
    }

    @Test
    void recordsWaitForTheDatabaseAndAreWrittenOnceInOrder() {
        // Given
        Conversation conversation = conversation("account");
        relay.cut();

        // When
        writer.submit(new RecordEntry.Opened(conversation, TERMS));
        writer.submit(new RecordEntry.Opened(conversation, TERMS));
        writer.submit(new RecordEntry.Ended(conversation.id(), EndReason.IDLE, Instant.now()));
        await().pollDelay(Duration.ofSeconds(2)).atMost(LIMIT).until(() -> true);
        relay.restore();

        // Then
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(endOf(conversation)).isEqualTo("idle"));
        assertThat(eventsOf(conversation))
                .containsExactly("io.allo.ConversationStarted.v1", "io.allo.ConversationEnded.v1");
        assertThat(meters.counter("allo.history.lost").count()).isZero();
    }

    @Test
    void entryThatTheDatabaseRefusesHoldsNothingUp() {
        // Given
        Conversation impossible =
                conversation("an account id that is much longer than the column for account ids may ever be");
        Conversation good = conversation("account");

        // When
        writer.submit(new RecordEntry.Opened(impossible, TERMS));
        writer.submit(new RecordEntry.Opened(good, TERMS));

        // Then
        await().atMost(LIMIT).untilAsserted(() -> assertThat(eventsOf(good)).hasSize(1));
        assertThat(meters.counter("allo.history.lost").count()).isEqualTo(1);
    }

    @Test
    void stopWritesWhatWaits() {
        // Given
        Conversation conversation = conversation("account");
        writer.submit(new RecordEntry.Opened(conversation, TERMS));
        writer.submit(new RecordEntry.Ended(conversation.id(), EndReason.SHUTDOWN, Instant.now()));

        // When
        writer.stop(new ShutdownEvent());

        // Then
        assertThat(endOf(conversation)).isEqualTo("shutdown");
    }

    private String endOf(Conversation conversation) {
        return direct.preparedQuery("select end_slug from conversations where id = $1")
                .execute(Tuple.of(conversation.id()))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getString(0))
                .await()
                .atMost(LIMIT);
    }

    private List<String> eventsOf(Conversation conversation) {
        return outbox.claim(Topics.CONVERSATION_EVENTS, 1_000, Duration.ZERO).await().atMost(LIMIT).stream()
                .filter(event -> event.key().equals(conversation.id()))
                .map(Outbox.Message::type)
                .toList();
    }

    private static Conversation conversation(String accountId) {
        ContactResolution agent = new ContactResolution(
                accountId,
                "FR",
                "agent",
                "Demo",
                List.of("fr"),
                "built-in",
                "sage",
                1,
                600,
                null,
                null,
                null,
                null,
                null);
        SessionConfig session = new SessionConfig(
                "", List.of(), null, "", Map.of(), null, Map.of(), null, null, null, null, 0, false, false, false, null,
                false, null, null);
        Instant now = Instant.now();
        return new Conversation(
                new ConversationKey(accountId, Channel.WEB, "session"),
                UUID.randomUUID().toString(),
                new Conversation.Setup(agent, null, session, false),
                new Dialogue(Map.of(), List.of(), Map.of(), null, List.of(), 0, 0),
                1,
                now,
                now,
                null);
    }

    private record QuickConfig() implements HistoryConfig {
        @Override
        public int queueCapacity() {
            return 100;
        }

        @Override
        public Duration writeEvery() {
            return Duration.ofMillis(50);
        }

        @Override
        public Duration sweepEvery() {
            return Duration.ofHours(1);
        }

        @Override
        public Duration flushLimit() {
            return Duration.ofSeconds(5);
        }
    }
}
