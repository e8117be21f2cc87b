// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.access.Role;
import io.allo.audio.CompandingLaw;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.Subprotocol;
import io.allo.contracts.worker.MediaToken;
import io.allo.router.cockpit.CockpitBus;
import io.allo.router.cockpit.PageClient;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.testkit.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real call on a real media socket, and a supervisor's page that hears it and steps in. */
@QuarkusTest
class SupervisedCallTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CALLED = "+33939240881";

    @TestHTTPResource("/media/")
    URI media;

    @TestHTTPResource("/")
    String base;

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    @Inject
    LiveCalls calls;

    @Inject
    Pool pool;

    @Inject
    CockpitBus bus;

    @Inject
    RedisDataSource redis;

    @ConfigProperty(name = "allo.service-key")
    String serviceKey;

    private final String callId = "call-" + UUID.randomUUID();
    private MediaClient gateway;
    private PageClient page;

    @BeforeEach
    void aCallGoesOn() {
        sessions.reset();
        model.reset();
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        model.then(say("Bonjour et bienvenue !"));
        URI uri = URI.create(media.resolve(callId).toString().replaceFirst("^http", "ws"));
        String token = MediaToken.issue(serviceKey, callId, 1, Instant.now().plusSeconds(60));
        Map<String, String> headers = Map.of("Authorization", "Bearer " + token, Subprotocol.EPOCH_HEADER, "1");
        gateway = MediaClient.connect(uri, headers, Subprotocol.BINARY).client().beating();
        gateway.send("""
                {"event":"start","sequenceNumber":"1","streamSid":"S","start":{"streamSid":"S","callSid":"%s",
                "tracks":["inbound"],"customParameters":{"to":"%s","callerPhone":"+33612345678","direction":"inbound"},
                "mediaFormat":{"encoding":"audio/x-alaw","sampleRate":8000,"channels":1}},
                "allo":{"epoch":1,"answered":true}}""".formatted(callId, CALLED));
        gateway.awaitFrames(1, 20);
        page = page(Role.SUPERVISOR, StubSessionConfig.ACCOUNT);
    }

    @AfterEach
    void hangUp() {
        page.close();
        gateway.close();
        await("calls end").atMost(LIMIT).until(() -> calls.count() == 0);
    }

    private PageClient page(Role role, String account) {
        PageClient opened = new PageClient(base).login(TestTokens.token(role, account));
        opened.await("ready");
        return opened;
    }

    /** The answer to an act. */
    private JsonNode act(PageClient by, String type, String more) {
        String ref = UUID.randomUUID().toString();
        by.say("{\"type\":\"" + type + "\",\"conversation\":\"" + callId + "\",\"ref\":\"" + ref + "\"" + more + "}");
        return by.await(told -> told.path("ref").asText().equals(ref));
    }

    private void done(String type, String more) {
        assertThat(act(page, type, more).path("type").asText()).as(type).isEqualTo("done");
    }

    @Test
    void heardWhisperedJoinedTakenAndHandedBack() {
        done("listen", "");
        gateway.audio(CompandingLaw.ALAW.encode(tone(8_000)));
        await().atMost(LIMIT).until(() -> page.sound.size() > 5);
        assertThat(page.sound.getFirst()).hasSize(320);

        done("whisper", ",\"text\":\"Proposez le dessert.\"");
        gateway.send("{\"event\":\"dtmf\",\"streamSid\":\"S\",\"dtmf\":{\"digit\":\"4\"}}");
        model.then(say("Très bien."));
        gateway.send("{\"event\":\"cleared\",\"streamSid\":\"S\",\"item\":1,\"playedMs\":400}");
        gateway.send("{\"event\":\"dtmf\",\"streamSid\":\"S\",\"dtmf\":{\"digit\":\"#\"}}");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(model.requests().getLast().context())
                        .containsEntry("supervisor", "Proposez le dessert."));

        done("take", "");
        await().atMost(LIMIT).until(() -> {
            JsonNode card = page.card(callId);
            return card != null && card.path("state").asText().equals("held");
        });
        assertThat(page.card(callId).path("holder").path("name").asText()).isEqualTo("Zoé");
        for (int frame = 0; frame < 25; frame++) {
            page.speak(CompandingLaw.ULAW.encode(tone(160)));
        }
        gateway.awaitFrames(AudioFrame.TONE_ITEM, 5);

        done("say", ",\"text\":\"Bonjour, ici Zoé.\"");
        done("hand-back", ",\"text\":\"Elle offre le dessert.\"");
        await().atMost(LIMIT)
                .until(() -> page.card(callId).path("state").asText().equals("agent"));
        assertThat(act(page, "say", ",\"text\":\"hop\"").path("code").asText()).isEqualTo("not-there");
        done("end", "");
        gateway.await("hangup");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(sessions.audited())
                        .contains(audit("listened"), audit("whispered"), audit("taken"), audit("replied"))
                        .contains(audit("handed-back"), audit("ended")));
    }

    private String audit(String act) {
        return "user:user conversation." + act + " conversation:" + callId;
    }

    @Test
    void onlyWhoLeadsActsAndOnlyInHisAccount() {
        try (PageClient staff = page(Role.STAFF, StubSessionConfig.ACCOUNT);
                PageClient stranger = page(Role.OWNER, "33330000-0000-4000-8000-0000000000c1")) {
            for (String type : List.of("listen", "whisper", "join", "take", "say", "hand-back", "end")) {
                assertThat(act(staff, type, ",\"text\":\"x\"").path("code").asText())
                        .as(type)
                        .isEqualTo("forbidden");
                assertThat(act(stranger, type, ",\"text\":\"x\"").path("code").asText())
                        .as(type)
                        .isEqualTo("not-live");
            }
            gateway.audio(CompandingLaw.ALAW.encode(tone(1_600)));
            assertThat(stranger.sound).isEmpty();
        }
        assertThat(act(page, "whisper", "").path("code").asText()).isEqualTo("bad-message");
        assertThat(act(page, "whisper", ",\"text\":\"" + "x".repeat(1_001) + "\"")
                        .path("code")
                        .asText())
                .isEqualTo("bad-message");
    }

    @Test
    void whoClosesHisPageHandsTheCallerBack() {
        done("take", "");
        page.close();
        await().atMost(LIMIT)
                .until(() -> gateway.frames.stream()
                                .filter(frame -> frame.item() != AudioFrame.TONE_ITEM && frame.item() > 1)
                                .count()
                        > 10);
    }

    @Test
    void otherReplicasAreHeardByRedis() {
        List<byte[]> seen = new CopyOnWriteArrayList<>();
        var subscription = redis.pubsub(byte[].class).subscribe("allo:cockpit:all", seen::add);
        bus.tell(CockpitBus.ALL, new byte[] {9, 9, 9});
        await().atMost(LIMIT).until(() -> seen.stream().anyMatch(bytes -> bytes.length == 19 && bytes[18] == 9));
        subscription.unsubscribe();
    }

    private static short[] tone(int samples) {
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = SyntheticVoice.at(i);
        }
        return pcm;
    }
}
