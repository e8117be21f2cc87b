// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.audio.AudioLevel;
import io.allo.contracts.media.Subprotocol;
import io.allo.contracts.worker.MediaToken;
import io.allo.contracts.worker.WorkerRegistry;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.voice.MediaClient.Handshake;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The media sockets over real WebSockets, with the real engine, Redis and speech behind them. */
@QuarkusTest
class MediaSocketTest {
    private static final String CALLED = "+33939240575";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TestHTTPResource("/media/")
    URI media;

    @TestHTTPResource("/twilio/media-stream")
    URI twilio;

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    @Inject
    RedisDataSource redis;

    @Inject
    LiveCalls calls;

    @ConfigProperty(name = "allo.service-key")
    String serviceKey;

    private final List<MediaClient> clients = new ArrayList<>();
    private final String callId = "call-" + UUID.randomUUID();

    @BeforeEach
    void reset() {
        sessions.reset();
        model.reset();
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
    }

    @AfterEach
    void hangUp() {
        clients.forEach(MediaClient::close);
        Awaitility.await("calls end").atMost(LIMIT).until(() -> calls.count() == 0);
    }

    @Test
    void aCallIsGreetedListenedToAndEndedByTheAgent() {
        // Given
        model.then(say("Bonjour et bienvenue ! Faites votre choix."))
                .then(say("Merci, au revoir !"), call("end_call", Map.of()));
        MediaClient gateway = open(callId, 1, token(callId, 1));

        // When
        gateway.send(start(callId, false));

        // Then
        assertThat(gateway.await("ring").path("seconds").asDouble()).isEqualTo(0.2);
        gateway.await("answer");
        assertThat(gateway.frames).isEmpty();
        gateway.send("{\"event\":\"callState\",\"streamSid\":\"S\",\"state\":\"answered\"}");
        gateway.awaitFrames(1, 20);
        assertThat(AudioLevel.dbovOfAlaw(gateway.frames.get(2).payload())).isGreaterThan(AudioLevel.VOICED_DBOV);
        gateway.send(dtmf("4"));
        gateway.await("clear");
        gateway.send("{\"event\":\"cleared\",\"streamSid\":\"S\",\"item\":1,\"playedMs\":400}");
        gateway.send(dtmf("#"));
        JsonNode mark = gateway.await(
                "mark", message -> message.path("mark").path("name").asText().equals("item-2"));
        gateway.send(mark.toString());
        assertThat(gateway.await("hangup").path("reason").path("slug").asText()).isEqualTo("agent-hangup");
        gateway.send(stop());
        gateway.awaitClose();
        assertThat(model.requests().getLast().messages().toString()).contains("text=4");
    }

    @Test
    void anUnknownNumberIsRejected() {
        // Given
        MediaClient gateway = open(callId, 1, token(callId, 1));

        // When
        gateway.send(start(callId, false).replace(CALLED, "nobody"));

        // Then
        assertThat(gateway.await("reject").path("status").asInt()).isEqualTo(404);
    }

    @Test
    void bothSidesBeatAndASilentGatewayIsLeft() {
        // Given
        MediaClient gateway = connect(callId, 1, token(callId, 1)).client();

        // When
        gateway.send(start(callId, false));

        // Then
        gateway.await("heartbeat");
        gateway.await("heartbeat");
        gateway.awaitClose();
    }

    @Test
    void aSocketNeedsATokenOfThisCallAndEpochThatWasNeverUsed() {
        String token = token(callId, 1);
        String expired = MediaToken.issue(serviceKey, callId, 1, Instant.now().minusSeconds(1));
        String foreign = MediaToken.issue(
                "another-key-0123456789", callId, 1, Instant.now().plusSeconds(60));

        assertThat(connect(callId, 1, foreign).status()).isEqualTo(401);
        assertThat(connect(callId, 1, expired).status()).isEqualTo(401);
        assertThat(connect(callId, 2, token).status()).isEqualTo(401);
        assertThat(connect("other-" + callId, 1, token).status()).isEqualTo(401);
        assertThat(connect(callId, 1, token).status()).isEqualTo(101);
        assertThat(connect(callId, 1, token).status()).isEqualTo(401);
    }

    @Test
    void aTokenUsedOnAnotherWorkerIsRefusedToo() {
        String token = token(callId, 1);
        redis.value(String.class).set(WorkerRegistry.mediaTokenKey(token), "1");

        assertThat(connect(callId, 1, token).status()).isEqualTo(401);
    }

    @Test
    void aWorkerThatWasReplacedDoesNotGetTheCallBack() {
        assertThat(connect(callId, 3, token(callId, 3)).status()).isEqualTo(101);

        assertThat(connect(callId, 2, token(callId, 2)).status()).isEqualTo(409);
        assertThat(redis.value(String.class).get(WorkerRegistry.epochKey(callId)))
                .isEqualTo("3");
    }

    @Test
    void aHandshakeWithoutOurSubprotocolIsRefused() {
        Map<String, String> headers = headers(1, token(callId, 1));

        assertThat(MediaClient.connect(uri(callId), headers).status()).isEqualTo(400);
        assertThat(MediaClient.connect(uri(callId), headers, "graphql-ws").status())
                .isEqualTo(400);
        assertThat(MediaClient.connect(uri(callId), Map.of(), Subprotocol.BINARY)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aFullWorkerSays503() {
        for (int i = 0; i < 6; i++) {
            open(callId + i, 1, token(callId + i, 1));
        }
        // The client has its 101 a moment before the server has opened the call.
        Awaitility.await("open calls").atMost(LIMIT).until(() -> calls.count() == 6);

        assertThat(connect(callId, 1, token(callId, 1)).status()).isEqualTo(503);
    }

    /** The gateway goes on with the next worker: to it the call is not over. */
    @Test
    void aFloodOfMessagesClosesTheSocketAndLeavesTheCallToTheNextWorker() {
        // Given
        model.then(say("Bonjour !"));
        MediaClient gateway = open(callId, 1, token(callId, 1));
        gateway.send(start(callId, true));
        gateway.awaitFrames(1, 1);

        // When
        try {
            for (int i = 0; i < 3000 && gateway.closeCode == 0; i++) {
                gateway.send("{\"event\":\"mark\",\"streamSid\":\"S\",\"mark\":{\"name\":\"none\"}}");
            }
        } catch (CompletionException closed) {
            // in the middle of it
        }

        // Then
        gateway.awaitClose();
        assertThat(gateway.closeCode).isEqualTo(1008);
        Awaitility.await().atMost(LIMIT).until(() -> calls.count() == 0);
        model.then(say("Je vous écoute."));
        MediaClient next = open(callId, 2, token(callId, 2));
        next.send(start(callId, true));
        next.awaitFrames(1, 1);
    }

    @Test
    void brokenMessagesLeaveTheCallAlone() {
        // Given
        model.then(say("Bonjour !"));
        MediaClient gateway = open(callId, 1, token(callId, 1));

        // When
        gateway.send("{");
        gateway.send("{\"event\":\"unheard-of\"}");
        gateway.send("[]");
        gateway.send("{\"event\":\"media\",\"streamSid\":\"S\",\"media\":{\"payload\":\"***\"}}");
        gateway.send(start(callId, false));

        // Then
        gateway.await("answer");
    }

    @Test
    void theWorkerIsAnnouncedAndHoldsTheSlotsOfItsCalls() {
        // Given
        open(callId, 1, token(callId, 1));

        // Then
        Awaitility.await("slot").atMost(LIMIT).until(() -> slotHolder() != null);
        Map<String, String> worker = redis.hash(String.class).hgetall(WorkerRegistry.workerKey(slotHolder()));
        assertThat(worker)
                .containsEntry(WorkerRegistry.FIELD_HOST, "127.0.0.1")
                .containsEntry(WorkerRegistry.FIELD_PORT, Integer.toString(media.getPort()))
                .containsEntry(WorkerRegistry.FIELD_WS_URL, "ws://127.0.0.1:" + media.getPort() + "/media")
                .containsEntry(WorkerRegistry.FIELD_MAX_CALLS, "6")
                .containsEntry(WorkerRegistry.FIELD_DRAINING, "false");

        // When
        clients.getFirst().close();

        // Then
        Awaitility.await("slot left").atMost(LIMIT).until(() -> slotHolder() == null);
    }

    @Test
    void aTwilioStreamIsTheSameCall() {
        // Given
        model.then(say("Bonjour !"));
        MediaClient stream = twilioStream();

        // When
        stream.send("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}");
        stream.send(twilioStart(
                MediaToken.issue(serviceKey, callId, 1, Instant.now().plusSeconds(60))));

        // Then
        JsonNode first = stream.await("media");
        assertThat(first.path("streamSid").asText()).isEqualTo("MZ1");
        assertThat(first.path("media").size()).as("nothing but the payload").isEqualTo(1);
        byte[] payload =
                Base64.getDecoder().decode(first.path("media").path("payload").asText());
        assertThat(payload).hasSize(160);
        stream.await("mark");
        assertThat(stream.control)
                .noneMatch(message -> message.path("event").asText().equals("heartbeat"));
    }

    @Test
    void aTwilioStreamWithAWrongTokenIsClosed() {
        // Given
        MediaClient stream = twilioStream();

        // When
        stream.send(twilioStart("1.wrong"));

        // Then
        stream.awaitClose();
        assertThat(stream.closeCode).isEqualTo(1008);
    }

    private String slotHolder() {
        return redis.sortedSet(String.class).zrange(WorkerRegistry.WORKERS, 0, -1).stream()
                .filter(id -> redis.sortedSet(String.class)
                        .zscore(WorkerRegistry.slotsKey(id), callId)
                        .isPresent())
                .findFirst()
                .orElse(null);
    }

    private MediaClient twilioStream() {
        MediaClient client = MediaClient.connect(ws(twilio), Map.of()).client();
        clients.add(client);
        return client;
    }

    private String twilioStart(String token) {
        return """
                {"event":"start","sequenceNumber":"1","streamSid":"MZ1","start":{"streamSid":"MZ1","accountSid":"AC1",
                "callSid":"%s","tracks":["inbound"],"customParameters":{"callToken":"%s","to":"%s"},
                "mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}}}""".formatted(callId, token, CALLED);
    }

    private MediaClient open(String call, int epoch, String token) {
        Handshake handshake = connect(call, epoch, token);
        assertThat(handshake.status()).isEqualTo(101);
        return handshake.client().beating();
    }

    private Handshake connect(String call, int epoch, String token) {
        Handshake handshake = MediaClient.connect(uri(call), headers(epoch, token), Subprotocol.BINARY);
        if (handshake.client() != null) {
            clients.add(handshake.client());
        }
        return handshake;
    }

    private URI uri(String call) {
        return ws(media.resolve(call));
    }

    private static URI ws(URI http) {
        return URI.create(http.toString().replaceFirst("^http", "ws"));
    }

    private static Map<String, String> headers(int epoch, String token) {
        return Map.of("Authorization", "Bearer " + token, Subprotocol.EPOCH_HEADER, Integer.toString(epoch));
    }

    private String token(String call, int epoch) {
        return MediaToken.issue(serviceKey, call, epoch, Instant.now().plusSeconds(60));
    }

    private static String start(String call, boolean answered) {
        return """
                {"event":"start","sequenceNumber":"1","streamSid":"S","start":{"streamSid":"S","callSid":"%s",
                "tracks":["inbound"],"customParameters":{"to":"%s","callerPhone":"+33612345678","direction":"inbound"},
                "mediaFormat":{"encoding":"audio/x-alaw","sampleRate":8000,"channels":1}},
                "allo":{"epoch":1,"answered":%s}}""".formatted(call, CALLED, answered);
    }

    private static String dtmf(String digit) {
        return "{\"event\":\"dtmf\",\"streamSid\":\"S\",\"dtmf\":{\"digit\":\"" + digit + "\"}}";
    }

    private String stop() {
        return "{\"event\":\"stop\",\"streamSid\":\"S\",\"stop\":{\"callSid\":\"" + callId + "\"}}";
    }
}
