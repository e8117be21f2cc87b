// SPDX-License-Identifier: Apache-2.0
package io.allo.router.langfuse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.AnswerTimes;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ConversationLog.Role;
import io.allo.router.conversation.ConversationLog.ToolCall;
import io.allo.router.conversation.ConversationLog.Turn;
import io.allo.router.conversation.Dialogue;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.UserTurn;
import io.allo.testkit.provider.LangfuseSink;
import io.allo.testkit.provider.LangfuseSink.Span;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One trace of each conversation reaches Langfuse, masked: rows D40, D41, D42. */
class LangfuseTest {
    private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
    private static final AnswerTimes UNKNOWN = new AnswerTimes(null, null, null, null, null, null);

    private static final List<String> SECRETS = List.of(
            "4111 1111 1111 1111",
            "4111111111111111",
            "FR76 3000 6000 0112 3456 7890 189",
            "FR7630006000011234567890189",
            "jean.dupont@exemple.fr",
            "+33612345678",
            "06 12 34 56 78");

    private final Vertx vertx = Vertx.vertx();
    private final LangfuseSink sink = new LangfuseSink("pk-lf-1", "sk-lf-1").start();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ObjectMapper mapper = new ObjectMapper();

    @AfterEach
    void close() {
        sink.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private LangfuseExporter exporter(String secret, int queue) {
        return new LangfuseExporter(new Settings(sink, Optional.of(secret), queue), vertx, mapper, meters);
    }

    private void flush(LangfuseExporter exporter) {
        exporter.flush().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aCallIsOneTraceWithTurnsModelsToolsAndNoNumbers() {
        aCall();

        assertThat(sink.refusals()).isEmpty();
        List<Span> spans = sink.spans();
        assertThat(spans).extracting(Span::traceId).containsOnly(TraceIds.trace("call-1"));
        assertThat(spans).allSatisfy(span -> {
            assertThat(span.attribute("session.id")).isEqualTo("call-1");
            assertThat(span.attributes().toString()).doesNotContain("612", "06 12");
        });
        Span root = named(spans, "voice");
        Span turn = named(spans, "turn");
        assertThat(root.parentId()).isEmpty();
        assertThat(root.attribute("langfuse.trace.metadata.end_reason")).isEqualTo("success/caller-hangup");
        assertThat(turn.parentId()).isEqualTo(root.spanId());
        assertThat(turn.attribute("langfuse.observation.input")).isEqualTo("\"Au [number]\"");
        assertThat(turn.endNanos() - turn.startNanos())
                .isEqualTo(Duration.ofSeconds(4).toNanos());
        Span tool = named(spans, "confirm_order");
        assertThat(tool.parentId()).isEqualTo(turn.spanId());
        assertThat(tool.attribute("langfuse.observation.level")).isEqualTo("WARNING");
    }

    @Test
    void eachAnswerOfAModelTellsTokensCostAndFirstWord() {
        aCall();

        List<Span> spans = sink.spans();
        Span turn = named(spans, "turn");
        List<Span> models =
                spans.stream().filter(span -> span.name().equals("llm")).toList();
        assertThat(models).hasSize(2).allSatisfy(span -> {
            assertThat(span.parentId()).isEqualTo(turn.spanId());
            assertThat(span.attribute("langfuse.observation.type")).isEqualTo("generation");
        });
        assertThat(models.getFirst().attribute("langfuse.observation.usage_details"))
                .isEqualTo("{\"input\":80,\"output\":10,\"total\":90,\"input_cached_tokens\":64}");
        assertThat(models.getFirst().attribute("langfuse.observation.cost_details"))
                .isEqualTo("{\"total\":0.0001}");
        assertThat(models.getLast().attribute("langfuse.observation.completion_start_time"))
                .isEqualTo("\"2026-03-01T10:00:04Z\"");
        assertThat(named(spans, "text to speech").attribute("langfuse.observation.usage_details"))
                .isEqualTo("{\"characters\":42}");
        assertThat(named(spans, "barge-in").attribute("langfuse.observation.type"))
                .isEqualTo("event");
    }

    private void aCall() {
        LangfuseExporter exporter = exporter("sk-lf-1", 100);
        Conversation call = conversation();
        ConversationTrace trace =
                new ConversationTrace(call, new ObservationWriter(mapper, true, Optional.of("test")), exporter::offer);

        trace.turn(
                new Turn(call, 0, Role.USER, UserTurn.Input.SPEECH, "Au 06 12 34 56 78", T.plusSeconds(1), null, null));
        trace.used(ModelUsage.ofText("gpt-4o-mini-2024-07-18", 80, 10, 64), new BigDecimal("0.0001"), T.plusSeconds(2));
        trace.toolCall(new ToolCall(
                call,
                0,
                "1-a",
                "confirm_order",
                Map.of("phone", "+33612345678"),
                Map.of("success", false),
                ToolCall.Outcome.REFUSED,
                T.plusSeconds(2),
                Duration.ofSeconds(1),
                null));
        trace.used(ModelUsage.ofText("gpt-4o-mini-2024-07-18", 90, 12, 0), null, T.plusSeconds(5));
        trace.used(ModelUsage.ofCharacters("eleven_flash_v2_5", 42), null, T.plusSeconds(5));
        trace.turn(new Turn(
                call,
                1,
                Role.AGENT,
                null,
                "C'est noté.",
                T.plusSeconds(4),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4)));
        trace.timed(
                1,
                new AnswerTimes(
                        Duration.ofMillis(250),
                        Duration.ofMillis(300),
                        Duration.ofMillis(600),
                        Duration.ofMillis(700),
                        Duration.ofMillis(701),
                        Duration.ofMillis(720)));
        trace.interrupted(T.plusSeconds(6), "C'est");
        trace.ended(EndReason.CALLER_HANGUP, T.plusSeconds(9));
        flush(exporter);
    }

    @Test
    void eachTurnOfACallTellsWhatTheCallerWaitedFor_E22() {
        aCall();

        Span turn = named(sink.spans(), "turn");
        assertThat(turn.attribute("langfuse.observation.metadata.transcript_ms"))
                .isEqualTo("250");
        assertThat(turn.attribute("langfuse.observation.metadata.first_sound_ms"))
                .isEqualTo("700");
        assertThat(turn.attribute("langfuse.observation.metadata.heard_ms")).isEqualTo("720");
    }

    @Test
    void aTurnWhoseTimesNobodyKnowsIsToldWithoutThemAndOnce() {
        LangfuseExporter exporter = exporter("sk-lf-1", 100);
        Conversation call = conversation();
        ConversationTrace trace =
                new ConversationTrace(call, new ObservationWriter(mapper, true, Optional.empty()), exporter::offer);

        trace.turn(new Turn(call, 0, Role.AGENT, null, "Bonjour.", T, null, null));
        trace.turn(new Turn(call, 1, Role.USER, UserTurn.Input.SPEECH, "Oui.", T, null, null));
        trace.turn(new Turn(call, 2, Role.AGENT, null, "Merci.", T, null, null));
        trace.timed(0, UNKNOWN);
        trace.ended(EndReason.CALLER_HANGUP, T.plusSeconds(9));
        flush(exporter);

        assertThat(sink.spans()).extracting(Span::name).containsExactly("turn", "turn", "voice");
        assertThat(sink.spans().getLast().parentId()).isEmpty();
        assertThat(sink.spans().getFirst().attributes()).doesNotContainKey("langfuse.observation.metadata.heard_ms");
    }

    @Test
    void keyedDigitsAndOnRequestAllWordsStayHere() {
        LangfuseExporter exporter = exporter("sk-lf-1", 100);
        Conversation call = conversation();
        ConversationTrace silent =
                new ConversationTrace(call, new ObservationWriter(mapper, false, Optional.empty()), exporter::offer);
        ConversationTrace keyed =
                new ConversationTrace(call, new ObservationWriter(mapper, true, Optional.empty()), exporter::offer);

        for (ConversationTrace trace : List.of(silent, keyed)) {
            trace.turn(new Turn(call, 0, Role.USER, UserTurn.Input.KEYS, "4821", T, null, null));
            trace.turn(new Turn(call, 1, Role.AGENT, null, "Merci.", T, null, null));
            trace.timed(1, UNKNOWN);
        }
        flush(exporter);

        assertThat(sink.spans().getFirst().attributes()).doesNotContainKey("langfuse.observation.input");
        assertThat(sink.spans().getLast().attribute("langfuse.observation.input"))
                .isEqualTo("\"[keys]\"");
    }

    /** Row D41: whatever is said, done, repeated or cut short. */
    @Test
    void nothingThatNamesAPersonOrHisMoneyReachesLangfuse() {
        LangfuseExporter exporter = exporter("sk-lf-1", 100);
        Conversation call = conversation();
        ConversationTrace trace =
                new ConversationTrace(call, new ObservationWriter(mapper, true, Optional.empty()), exporter::offer);
        String words = String.join(", puis ", SECRETS);
        Map<String, Object> values = Map.of("note", words, "list", SECRETS, words, 4111111111111111L);

        trace.turn(new Turn(call, 0, Role.USER, UserTurn.Input.TEXT, words, T, null, null));
        trace.used(ModelUsage.ofText("gpt-4o-mini", 80, 10, 64), null, T);
        trace.toolCall(new ToolCall(
                call,
                0,
                "1-a",
                "leave_message",
                values,
                values,
                ToolCall.Outcome.SUCCESS,
                T,
                Duration.ofSeconds(1),
                null));
        trace.turn(new Turn(call, 1, Role.AGENT, null, words, T, Duration.ZERO, Duration.ZERO));
        trace.interrupted(T, words);
        trace.ended(EndReason.CALLER_HANGUP, T);
        flush(exporter);

        assertThat(sink.spans()).hasSizeGreaterThan(4);
        assertThat(sink.spans().toString())
                .contains("[card]", "[account]", "[email]", "[number]")
                .doesNotContain(SECRETS)
                .doesNotContain("4111", "FR76", "3000 6000", "dupont", "612345678", "06 12");
    }

    @Test
    void whatLangfuseCannotTakeNowIsSentAgainAndWhatItRefusesIsNot() {
        LangfuseExporter exporter = exporter("sk-lf-1", 100);
        sink.failing(503, 429);
        exporter.offer(observation("1"));
        flush(exporter);
        flush(exporter);
        assertThat(sink.spans()).isEmpty();
        flush(exporter);
        assertThat(sink.spans()).hasSize(1);

        LangfuseExporter wrong = exporter("sk-lf-wrong", 100);
        wrong.offer(observation("2"));
        flush(wrong);
        assertThat(sink.refusals()).containsExactly("keys");
        flush(wrong);
        assertThat(sink.refusals()).as("not sent again").hasSize(1);
    }

    @Test
    void theQueueIsBoundedAndTheOldestGo() {
        LangfuseExporter exporter = exporter("sk-lf-1", 2);
        for (int i = 0; i < 5; i++) {
            exporter.offer(observation("n" + i));
        }
        flush(exporter);

        assertThat(sink.spans()).extracting(Span::name).containsExactly("n3", "n4");
        assertThat(meters.counter("allo.langfuse.dropped").count()).isEqualTo(3);
    }

    @Test
    void withoutKeysNothingIsCollectedD42() {
        LangfuseExporter exporter =
                new LangfuseExporter(new Settings(sink, Optional.empty(), 10), vertx, mapper, meters);

        assertThat(exporter.on()).isFalse();
    }

    private static Observation observation(String name) {
        return new Observation(TraceIds.trace("c"), TraceIds.span(), null, name, T, T, Map.of());
    }

    private static Span named(List<Span> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Conversation conversation() {
        ContactResolution agent = new ContactResolution(
                "account",
                "FR",
                "agent",
                "Demo",
                List.of("fr"),
                "gpt-4o-mini",
                "sage",
                1,
                600,
                null,
                null,
                null,
                null,
                null);
        SessionConfig session = new SessionConfig(
                "p", null, null, null, null, null, null, null, null, null, null, 0, false, false, false, null, false,
                null, null);
        return new Conversation(
                new ConversationKey("account", Channel.VOICE, "call-1"),
                "call-1",
                new Conversation.Setup(agent, "+33612345678", session, false),
                new Dialogue(Map.of(), List.of(), Map.of(), null, List.of(), 0, 0),
                1,
                T,
                T,
                null);
    }

    private record Settings(LangfuseSink sink, Optional<String> secretKey, int queue) implements LangfuseConfig {
        @Override
        public URI baseUrl() {
            return URI.create(sink.baseUrl());
        }

        @Override
        public Optional<String> publicKey() {
            return Optional.of("pk-lf-1");
        }

        @Override
        public Optional<String> environment() {
            return Optional.empty();
        }

        @Override
        public boolean content() {
            return true;
        }

        @Override
        public Duration flushEvery() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(5);
        }
    }
}
