// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.testkit.provider.RealtimeAnswer.calls;
import static io.allo.testkit.provider.RealtimeAnswer.says;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.audio.CompandingLaw;
import io.allo.contracts.media.Subprotocol;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.worker.MediaToken;
import io.allo.router.stubs.RealtimeStandIn;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubToolExecutor;
import io.allo.testkit.provider.RealtimeAnswer;
import io.allo.testkit.provider.RealtimeAnswer.Part;
import io.allo.testkit.provider.RealtimePeer;
import io.allo.testkit.provider.RealtimeServer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call between the media socket and a speech-to-speech provider, with the real engine, Redis and tools between them. */
@QuarkusTest
class RealtimeCallTest {
    private static final String CALLED = "+33939240577";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TestHTTPResource("/media/")
    URI media;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubToolExecutor tools;

    @Inject
    RealtimeStandIn standIn;

    @Inject
    LiveCalls calls;

    @ConfigProperty(name = "allo.service-key")
    String serviceKey;

    private final String callId = "call-" + UUID.randomUUID();
    private RealtimeServer provider;
    private MediaClient gateway;

    @BeforeEach
    void reset() {
        sessions.reset();
        tools.reset();
        provider = standIn.server;
        provider.reset();
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), "gpt-realtime"));
        Map<String, String> headers = Map.of(
                "Authorization",
                "Bearer "
                        + MediaToken.issue(serviceKey, callId, 1, Instant.now().plusSeconds(60)),
                Subprotocol.EPOCH_HEADER,
                "1");
        URI uri = URI.create(media.resolve(callId).toString().replaceFirst("^http", "ws"));
        gateway = MediaClient.connect(uri, headers, Subprotocol.BINARY).client().beating();
    }

    @AfterEach
    void hangUp() {
        gateway.close();
        Awaitility.await("calls end").atMost(LIMIT).until(() -> calls.count() == 0);
    }

    @Test
    void theSessionIsFetchedOnceAndTheModelGreetsBeforeTheCallerIsHeard_A3_A4_A5_A6_A7_A8() {
        // When
        greeted();

        // Then
        assertThat(sessions.fetches()).hasSize(1);
        assertThat(sessions.fetches().getFirst().restaurantId()).isEqualTo(StubSessionConfig.RESTAURANT);
        assertThat(sessions.fetches().getFirst().callerPhone()).isEqualTo("+33612345678");
        JsonNode session = peer().received("session.update").getFirst().path("session");
        assertThat(session.path("instructions").asText()).isEqualTo("You are the demo.");
        assertThat(session.path("tools").findValuesAsText("name"))
                .containsExactly("confirm_order", "end_call", "transfer_call");
        assertThat(session.path("audio").path("output").path("voice").asText()).isEqualTo("sage");
        assertThat(session.has("temperature")).isFalse();
        assertThat(peer().types()).containsExactly("session.update", "conversation.item.create", "response.create");
        assertThat(peer().received("conversation.item.create").getFirst().toString())
                .contains("Greet the caller.");
        assertThat(peer().audioBytes()).isZero();
        assertThat(provider.sessions()).hasSize(1);
    }

    @Test
    void theCallersWordsReachTheModelAndItsToolTheExecutor_A9_A50_A51_A52() {
        // Given
        greeted();
        provider.hears("Deux pizzas.")
                .then(calls("call_1", "confirm_order", "{\"items\":[1,2],\"note\":null}"), says("C'est noté.", 500));

        // When
        speak(500);

        // Then
        await("executed", () -> !tools.executed().isEmpty());
        ToolExecutionRequest request = tools.executed().getFirst();
        assertThat(request.tool()).isEqualTo("confirm_order");
        assertThat(request.arguments()).containsEntry("items", List.of(1, 2));
        assertThat(request.context()).containsEntry("restaurant_id", StubSessionConfig.RESTAURANT);
        gateway.awaitFrames(2, 20);
        List<String> types = peer().types();
        assertThat(types.subList(types.size() - 2, types.size()))
                .containsExactly("conversation.item.create", "response.create");
        JsonNode output = peer().received("conversation.item.create").getLast().path("item");
        assertThat(output.path("type").asText()).isEqualTo("function_call_output");
        assertThat(output.path("call_id").asText()).isEqualTo("call_1");
        assertThat(peer().refusals()).isEmpty();
    }

    @Test
    void anUnknownToolAndOneThatIsAwayAreResultsAndTheCallGoesOn_A53_A54() {
        // Given
        greeted();
        tools.refuse(100);
        provider.then(
                RealtimeAnswer.of(
                        new Part.Call("call_1", "make_coffee", "{}", "completed"),
                        new Part.Call("call_2", "confirm_order", "{}", "completed")),
                says("Je suis désolé.", 500));

        // When
        speak(500);

        // Then
        gateway.awaitFrames(2, 20);
        assertThat(peer().received("conversation.item.create").stream()
                        .map(event -> event.path("item").path("output").asText()))
                .anyMatch(output -> output.contains("unknown tool"))
                .anyMatch(output -> output.contains("unavailable"));
        assertThat(tools.executed()).isEmpty();
    }

    @Test
    void theCallerInterruptsAndTheModelLearnsWhatHeHeard_A99() {
        // Given
        greeted();
        provider.then(says("Nous avons beaucoup de pizzas à la carte.", 12_000));
        speak(500);
        gateway.awaitFrames(2, 40);

        // When
        voice(900);

        // Then
        gateway.await("pause");
        gateway.await("clear");
        gateway.send("{\"event\":\"cleared\",\"streamSid\":\"S\",\"item\":2,\"playedMs\":640}");
        await("truncated", () -> !peer().received("conversation.item.truncate").isEmpty());
        JsonNode truncate = peer().received("conversation.item.truncate").getFirst();
        // By the gateway's word, or by the clock where it comes late (RealtimeDialogueTest knows the millisecond).
        assertThat(truncate.path("audio_end_ms").asLong()).isLessThan(6000);
        assertThat(peer().refusals()).isEmpty();
    }

    @Test
    void afterEndCallTheCallerIsHeardNoMoreAndHangingUpWaitsForTheLastWords_A94_A95_A96() {
        // Given
        greeted();
        provider.then(RealtimeAnswer.of(
                new Part.Speech("Au revoir !", 400), new Part.Call("call_1", "end_call", "{}", "completed")));

        // When
        speak(500);
        JsonNode mark = gateway.await(
                "mark", message -> message.path("mark").path("name").asText().equals("item-2"));
        long heard = peer().audioBytes();
        voice(400);
        gateway.send(mark.toString());
        gateway.control.stream()
                .filter(message -> message.path("event").asText().equals("mark"))
                .forEach(other -> gateway.send(other.toString()));

        // Then
        assertThat(gateway.await("hangup").path("reason").path("slug").asText()).isEqualTo("agent-hangup");
        assertThat(peer().audioBytes()).isEqualTo(heard);
        await("closed", () -> peer().closed());
    }

    @Test
    void aSessionThatCannotBeFetchedIsAnApologyWithoutTools_A12() {
        // Given
        sessions.failSessions(500);

        // When
        greeted();

        // Then
        JsonNode session = peer().received("session.update").getFirst().path("session");
        assertThat(session.path("tools")).isEmpty();
        assertThat(session.path("instructions").asText()).startsWith("Apologise");
        assertThat(session.path("audio").path("output").path("voice").asText()).isEqualTo("sage");
    }

    @Test
    void aProviderThatRefusesTheKeyIsReplacedBeforeTheAnswer() {
        // Given
        provider.refuse(401);

        // When
        gateway.send(start());

        // Then
        gateway.await("answer");
        gateway.send("{\"event\":\"callState\",\"streamSid\":\"S\",\"state\":\"answered\"}");
        gateway.awaitFrames(1, 20);
        assertThat(provider.handshakes()).isEqualTo(1);
    }

    @Test
    void aProviderThatClosesInMidCallIsAskedForAnotherSession() {
        // Given
        greeted();

        // When
        peer().close(1011);
        await("another session", () -> provider.sessions().size() == 2);
        await("open", () -> peer().types().contains("session.update"));
        speak(500);

        // Then
        gateway.awaitFrames(2, 20);
        assertThat(peer().types()).contains("conversation.item.create");
    }

    @Test
    void aCallThatIsCancelledWhileItRingsCostsNothing_C6_C10() {
        // Given
        gateway.send(start());
        gateway.await("answer");

        // When
        gateway.send("{\"event\":\"stop\",\"streamSid\":\"S\",\"stop\":{\"callSid\":\"" + callId + "\"}}");

        // Then
        Awaitility.await("closed")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> peer().closed());
        assertThat(peer().types()).containsExactly("session.update");
        assertThat(peer().audioBytes()).isZero();
    }

    @Test
    void aBlockedCallerGetsNoSession_A98() {
        // Given
        tools.block("+33612345678");

        // When
        gateway.send(start());

        // Then
        assertThat(gateway.await("reject").path("status").asInt()).isEqualTo(603);
        assertThat(sessions.fetches()).isEmpty();
        assertThat(provider.sessions()).isEmpty();
    }

    private void greeted() {
        provider.then(says("Bonjour !", 300));
        gateway.send(start());
        gateway.await("answer");
        gateway.send("{\"event\":\"callState\",\"streamSid\":\"S\",\"state\":\"answered\"}");
        JsonNode mark = gateway.await(
                "mark", message -> message.path("mark").path("name").asText().equals("item-1"));
        gateway.send(mark.toString());
    }

    private RealtimePeer peer() {
        return provider.session();
    }

    private void speak(int ms) {
        voice(ms);
        gateway.audio(CompandingLaw.ALAW.silence(700));
    }

    private void voice(int ms) {
        short[] pcm = new short[8 * ms];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = SyntheticVoice.at(i);
        }
        gateway.audio(CompandingLaw.ALAW.encode(pcm));
    }

    private static void await(String what, BooleanSupplier condition) {
        Awaitility.await(what).atMost(LIMIT).until(condition::getAsBoolean);
    }

    private String start() {
        return """
                {"event":"start","sequenceNumber":"1","streamSid":"S","start":{"streamSid":"S","callSid":"%s",
                "tracks":["inbound"],"customParameters":{"to":"%s","callerPhone":"+33612345678","direction":"inbound"},
                "mediaFormat":{"encoding":"audio/x-alaw","sampleRate":8000,"channels":1}},
                "allo":{"epoch":1,"answered":false}}""".formatted(callId, CALLED);
    }
}
