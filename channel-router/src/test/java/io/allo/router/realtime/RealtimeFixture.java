// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.audio.CompandingLaw;
import io.allo.audio.ToneGenerator;
import io.allo.contracts.session.ModelTuning;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceModel.Opening;
import io.allo.router.conversation.VoiceSession;
import io.allo.testkit.provider.RealtimePeer;
import io.allo.testkit.provider.RealtimeServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A session of the real client at the stand-in, over a real socket. */
abstract class RealtimeFixture {
    static final Duration LIMIT = Duration.ofSeconds(6);
    static final RealtimeServer SERVER = new RealtimeServer();
    private static Vertx vertx;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<VoiceEvent> events = new CopyOnWriteArrayList<>();
    final Map<String, String> configuration = new HashMap<>();
    String model = "gpt-realtime";
    String voice = "sage";
    CompandingLaw law = CompandingLaw.ALAW;
    List<String> languages = List.of("fr");
    List<Message> history = List.of();
    ModelTuning tuning = ModelTuning.DEFAULT;
    private @Nullable VoiceSession open;

    @BeforeAll
    static void startServer() {
        vertx = Vertx.vertx();
        SERVER.start();
    }

    @AfterAll
    static void stopServer() {
        SERVER.close();
        vertx.close();
    }

    @AfterEach
    void hangUp() {
        if (open != null) {
            open.close();
        }
        SERVER.reset();
    }

    OpenAiRealtimeModel model() {
        configuration.putIfAbsent("allo.realtime.base-url", SERVER.baseUrl().toString());
        configuration.putIfAbsent("allo.realtime.api-key", RealtimeServer.KEY);
        RealtimeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RealtimeConfig.class)
                .withDefaultValues(configuration)
                .build()
                .getConfigMapping(RealtimeConfig.class);
        return new OpenAiRealtimeModel(vertx, config, new ObjectMapper(), new RealtimeMeters(meters));
    }

    VoiceSession open() {
        open = model().open(opening(), this::event).await().atMost(LIMIT);
        return open;
    }

    /** Every turn of the caller is answered, as a dialogue would. */
    private void event(VoiceEvent event) {
        events.add(event);
        if (event instanceof VoiceEvent.CallerTurn && open != null) {
            open.respond(null);
        }
    }

    VoiceEvent.Failure refused() {
        Throwable failure = null;
        try {
            open();
        } catch (VoiceEvent.Failure expected) {
            failure = expected;
        }
        assertThat(failure).isInstanceOf(VoiceEvent.Failure.class);
        return (VoiceEvent.Failure) failure;
    }

    Opening opening() {
        return new Opening(model, agent(), languages, law, history, tuning);
    }

    SessionConfig agent() {
        List<ToolDefinition> tools = List.of(
                new ToolDefinition(
                        "function",
                        "check_availability",
                        "Is there a table?",
                        Map.of("type", "object", "properties", Map.of("n", Map.of("type", "integer")))),
                new ToolDefinition("function", "end_call", "Hang up.", Map.of("type", "object")));
        return new SessionConfig(
                "You are the pizzeria.",
                tools,
                voice,
                "Greet the caller.",
                Map.of(),
                null,
                Map.of(),
                null,
                "EUR",
                null,
                "Europe/Paris",
                20,
                true,
                false,
                false,
                null,
                false,
                null,
                null);
    }

    static RealtimePeer peer() {
        return SERVER.session();
    }

    static JsonNode sent(String type) {
        await(type, () -> !peer().received(type).isEmpty());
        return peer().received(type).getLast();
    }

    static void await(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(condition::getAsBoolean);
    }

    <T extends VoiceEvent> T await(Class<T> type) {
        await(type.getSimpleName(), () -> !all(type).isEmpty());
        return all(type).getFirst();
    }

    <T extends VoiceEvent> void await(Class<T> type, int count) {
        await(count + " " + type.getSimpleName(), () -> all(type).size() >= count);
    }

    <T extends VoiceEvent> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Speaks and then is silent for long enough. */
    void callerSpeaks(VoiceSession session, int ms) {
        hear(session, law.encode(ToneGenerator.sine(300, Duration.ofMillis(ms), -15)));
        hear(session, law.silence(600));
    }

    static void hear(VoiceSession session, byte[] g711) {
        for (int at = 0; at < g711.length; at += CompandingLaw.FRAME_BYTES) {
            session.hear(Arrays.copyOfRange(g711, at, Math.min(g711.length, at + CompandingLaw.FRAME_BYTES)));
        }
    }

    int audioBytes() {
        return all(VoiceEvent.Audio.class).stream()
                .mapToInt(audio -> audio.g711().length)
                .sum();
    }

    double count(String meter) {
        return meters.find(meter).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
