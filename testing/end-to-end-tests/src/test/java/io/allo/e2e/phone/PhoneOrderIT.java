// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.Programs;
import io.allo.e2e.stack.RunningAllo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person with a SIP phone orders a pizza by keys and is called back by nobody: the agent says goodbye and hangs up. */
@ExtendWith(AlloStack.class)
class PhoneOrderIT {
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration TURN = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"PCMU/8000/1,+33612000001", "PCMA/8000/1,+33612000002"})
    void anOrderByKeysIsStoredOnceAndTheAgentHangsUp(String codec, String caller, RunningAllo allo) throws Exception {
        Programs.require("baresip");
        var api = new AlloApi(allo);
        try (Baresip phone = new Baresip(folder, caller, codec)) {
            phone.dial("sip:+33939240575@127.0.0.1:" + allo.sipPort());
            phone.await("CALL_ESTABLISHED", ANSWER);

            // Order; to take away; item 1; no more items; confirm. Each key waits for the question it answers.
            List<String> keys = List.of("1", "1", "1#", "#", "1");
            for (int turn = 0; turn < keys.size(); turn++) {
                awaitAgentTurns(api, caller, turn + 1);
                keys.get(turn).chars().forEach(key -> phone.press((char) key));
            }
            phone.await("CALL_CLOSED", TURN);

            assertThat(Recording.of(phone.heard()).voicedSeconds())
                    .as("the agent spoke")
                    .isGreaterThan(5);
        }
        Awaitility.await("the record is closed").atMost(TURN).untilAsserted(() -> {
            JsonNode conversation = conversationOf(api, caller);
            assertThat(conversation.path("endReason").toString()).contains("agent-hangup");
        });
        assertThat(api.ordersOf(caller)).hasSize(1).first().satisfies(order -> {
            assertThat(order.path("status").asText()).isEqualTo("pending");
            assertThat(order.path("orderType").asText()).isEqualTo("pickup");
        });
    }

    @Test
    void aCallerWhoHangsUpWhileItRingsLeavesNothingBehind(RunningAllo allo) throws Exception {
        Programs.require("baresip");
        var api = new AlloApi(allo);
        String caller = "+33612000003";
        try (Baresip phone = new Baresip(folder, caller, "PCMU/8000/1")) {
            phone.dial("sip:restaurant@127.0.0.1:" + allo.sipPort());
            phone.await("CALL_RINGING", ANSWER);
            phone.hangup();
            phone.await("CALL_CLOSED", ANSWER);
            assertThat(phone.saw("CALL_ESTABLISHED")).isFalse();
        }
        assertThat(api.ordersOf(caller)).isEmpty();
    }

    @Test
    void aNumberOfNobodyIsNotFound(RunningAllo allo) throws Exception {
        Programs.require("baresip");
        try (Baresip phone = new Baresip(folder, "+33612000004", "PCMU/8000/1")) {
            phone.dial("sip:+33111111111@127.0.0.1:" + allo.sipPort());
            JsonNode closed = phone.await("CALL_CLOSED", ANSWER);

            assertThat(closed.path("param").asText()).contains("404");
        }
    }

    private static void awaitAgentTurns(AlloApi api, String caller, int turns) {
        Awaitility.await("agent turn " + turns).atMost(TURN).untilAsserted(() -> {
            long spoken = conversationOf(api, caller)
                    .path("turns")
                    .valueStream()
                    .filter(turn -> turn.path("role").asText().equals("agent"))
                    .count();
            assertThat(spoken).isGreaterThanOrEqualTo(turns);
        });
    }

    private static JsonNode conversationOf(AlloApi api, String caller) {
        for (JsonNode conversation : items(api.conversations("voice"))) {
            if (conversation.path("caller").asText().equals(caller)) {
                return api.conversation(conversation.path("id").asText());
            }
        }
        throw new AssertionError("no voice conversation with " + caller);
    }

    /** The list itself, or its page's items. */
    private static JsonNode items(JsonNode answer) {
        return answer.isArray() ? answer : answer.path("conversations");
    }
}
