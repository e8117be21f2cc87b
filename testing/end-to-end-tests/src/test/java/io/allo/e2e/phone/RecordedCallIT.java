// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A call is recorded once the caller has agreed, played back by its account, and erased. */
@ExtendWith(AlloStack.class)
class RecordedCallIT {
    private static final String NUMBER = "+33939240598";
    private static final String CALLER = "+33612000071";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aCallIsRecordedFromTheConsentOnAndErasedOnRequest(RunningAllo allo) throws Exception {
        AlloApi api = new AlloApi(allo);
        allo.loadAccount(RecordedCallIT::withRecordingAgent);
        List<Path> before = allo.recordings();
        String id;
        try (var call =
                new KeyedCall(folder, CALLER, "PCMA/8000/1", allo, "sip:" + NUMBER + "@127.0.0.1:" + allo.sipPort())) {
            await("the call's record")
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(call.conversation()).isNotEmpty());
            id = call.conversation().path("id").asText();

            await("nothing is kept before the consent")
                    .during(Duration.ofSeconds(2))
                    .atMost(LIMIT)
                    .until(() -> allo.recordings().equals(before)
                            && api.recording(id).statusCode() == 404);
            call.press('1');
            await("the consent")
                    .atMost(LIMIT)
                    .until(() ->
                            call.conversation().at("/consent/decision").asText().equals("granted"));
            call.awaitAgentTurns(1);
            await("some seconds of it")
                    .atMost(LIMIT)
                    .until(() -> seconds(api.recording(id).body()) > 5);
            call.hangUp();
            call.awaitEndReason("caller-hangup");
        }

        // Then
        byte[] wav = api.recording(id).body();
        assertThat(soundingSeconds(wav, 0)).as("the caller's faint tone").isGreaterThan(3);
        assertThat(soundingSeconds(wav, 1)).as("the agent").isGreaterThan(1);
        Path file = allo.recordings().stream()
                .filter(one -> !before.contains(one))
                .findFirst()
                .orElseThrow();
        assertThat(file.getFileName().toString()).doesNotContain(id);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .startsWith("ALLOREC1")
                .doesNotContain("RIFF");
        byte[] start = new byte[400];
        System.arraycopy(wav, wav.length / 2, start, 0, start.length);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .as("not readable without the key")
                .doesNotContain(new String(start, StandardCharsets.ISO_8859_1));

        assertThat(allo.traces().attributes())
                .isNotEmpty()
                .as("the caller's number is on no span")
                .noneMatch(attribute -> attribute.contains(CALLER.substring(1)));
        for (AlloService service : AlloService.values()) {
            assertThat(Files.readString(allo.log(service))).as(service.module()).doesNotContain(CALLER.substring(1));
        }

        // When
        assertThat(api.erase(id)).isEqualTo(204);

        // Then
        assertThat(api.recording(id).statusCode()).isEqualTo(404);
        assertThat(allo.recordings()).isEqualTo(before);
        assertThat(api.conversation(id).path("turns")).isEmpty();
    }

    private static double seconds(byte[] wav) {
        return wav.length / 16_000.0;
    }

    /** How long there is something in this channel: not even a faint tone is the silence of the line. */
    private static double soundingSeconds(byte[] wav, int channel) throws Exception {
        try (AudioInputStream coded = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav));
                AudioInputStream pcm = AudioSystem.getAudioInputStream(AudioFormat.Encoding.PCM_SIGNED, coded)) {
            assertThat(pcm.getFormat().getChannels()).isEqualTo(2);
            byte[] all = pcm.readAllBytes();
            int sounding = 0;
            for (int frame = 0; frame + 640 <= all.length; frame += 640) {
                int loudest = 0;
                for (int at = frame + 2 * channel; at < frame + 640; at += 4) {
                    loudest = Math.max(loudest, Math.abs((short) ((all[at] & 0xff) | (all[at + 1] << 8))));
                }
                sounding += loudest > 100 ? 1 : 0;
            }
            return sounding / 50.0;
        }
    }

    /** The demo's agent once more, which asks whether it may record. */
    private static String withRecordingAgent(String account) {
        try {
            ObjectMapper json = new ObjectMapper();
            ObjectNode demo = (ObjectNode) json.readTree(account);
            ObjectNode agent = demo.withArray("agents").get(0).deepCopy();
            agent.put("id", "22220000-0000-4000-8000-000000000003");
            agent.put("name", "Pizzeria Allô, enregistrée");
            agent.withObject("/config")
                    .putObject("privacy")
                    .put("aiDisclosure", false)
                    .put("consent", "opt-in")
                    .put("recording", true);
            agent.putArray("addresses").addObject().put("channel", "voice").put("address", NUMBER);
            demo.withArray("agents").add(agent);
            return json.writeValueAsString(demo);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
