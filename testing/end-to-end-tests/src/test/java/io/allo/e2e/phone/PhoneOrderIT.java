// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.testkit.sip.Baresip;
import io.allo.testkit.sip.Tone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person with a SIP phone orders a pizza by keys and is called back by nobody: the agent says goodbye and hangs up. */
@ExtendWith(AlloStack.class)
class PhoneOrderIT {
    private static final Duration ANSWER = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"PCMU/8000/1,+33612000001", "PCMA/8000/1,+33612000002"})
    void anOrderByKeysIsStoredOnceAndTheAgentHangsUp(String codec, String caller, RunningAllo allo) throws Exception {
        try (var call = new KeyedCall(folder, caller, codec, allo)) {
            call.answer(1, KeyedCall.UP_TO_CONSENT);
            call.answer(5, List.of("1"));
            call.awaitHangUpByTheAgent();

            // Each key cuts what is being said, so only the confirmation and the goodbye are sure to be heard whole.
            assertThat(call.voicedSeconds()).as("the agent spoke").isGreaterThan(3);
            call.awaitEndReason("agent-hangup");
        }
        assertThat(new AlloApi(allo).ordersOf(caller)).hasSize(1).first().satisfies(order -> {
            assertThat(order.path("status").asText()).isEqualTo("pending");
            assertThat(order.path("orderType").asText()).isEqualTo("pickup");
        });
    }

    @Test
    void aCallerWhoHangsUpWhileItRingsLeavesNothingBehind(RunningAllo allo) throws Exception {
        var api = new AlloApi(allo);
        String caller = "+33612000003";
        try (Baresip phone = Baresip.caller(folder, caller, "audio_codecs=PCMU/8000/1", Tone.FAINT)) {
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
        try (Baresip phone = Baresip.caller(folder, "+33612000004", "audio_codecs=PCMU/8000/1", Tone.FAINT)) {
            phone.dial("sip:+33111111111@127.0.0.1:" + allo.sipPort());
            JsonNode closed = phone.await("CALL_CLOSED", ANSWER);

            assertThat(closed.path("param").asText()).contains("404");
        }
    }
}
