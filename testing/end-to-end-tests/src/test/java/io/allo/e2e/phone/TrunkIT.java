// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import io.allo.testkit.sip.Baresip;
import io.allo.testkit.sip.Kamailio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A carrier that wants to be registered with: a real Kamailio, as a business would have it (rows A100, C41, C43, C45). */
@ExtendWith(AlloStack.class)
class TrunkIT {
    private static final Duration SOON = Duration.ofSeconds(45);

    @TempDir
    Path folder;

    @Test
    void aCallThroughARegisteredTrunkPlacesAnOrder(RunningAllo allo) throws Exception {
        var api = new AlloApi(allo);
        String caller = "+33612000031";
        try (var carrier = new Kamailio(folder, Kamailio.config("kamailio.cfg"));
                var account = SipAccount.at(carrier, api, true)) {
            account.awaitState("registered");
            Path phone = Files.createDirectory(folder.resolve("phone"));
            try (var call = new KeyedCall(phone, caller, "PCMA/8000/1", allo, carrier.port())) {
                call.answer(1, KeyedCall.UP_TO_CONSENT);
                call.answer(5, List.of("1"));
                call.awaitHangUpByTheAgent();
                call.awaitEndReason("agent-hangup");
            }
            assertThat(api.ordersOf(caller)).hasSize(1);

            account.deactivate();
            account.awaitState("unregistered");
        }
    }

    @Test
    void aPersonIsCalledThroughTheTrunkAndHearsTheAgent(RunningAllo allo) throws Exception {
        var api = new AlloApi(allo);
        String number = "+33612000041";
        try (var carrier = new Kamailio(folder, Kamailio.config("kamailio.cfg"));
                var person = Baresip.registered(
                        Files.createDirectory(folder.resolve("person")), "human", "human-secret", carrier.port());
                var account = SipAccount.at(carrier, api, true)) {
            account.awaitState("registered");
            int workflow = api.send(
                            "POST",
                            AlloService.SESSION_CONFIG_SERVICE,
                            "/api/workflows",
                            """
                                {"slug": "callback", "sip_account_id": %d, "definition": [
                                  {"kind": "voice-agent", "slug": "standard",
                                   "parameters": {"model": "built-in", "instructions": "Rappelez le client."}}]}
                                """.formatted(account.id()),
                            201)
                    .path("id")
                    .asInt();
            JsonNode placed =
                    api.send("POST", AlloService.SIP_GATEWAY, "/api/outbound/call", """
                        {"to_number": "06 12 00 00 41", "voice_workflow_id": %d}""".formatted(workflow), 200);

            person.await("CALL_ESTABLISHED", SOON);
            Awaitility.await("the agent's words reach the person")
                    .atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> Recording.growing(person.heard()).voicedSeconds() > 1);
            assertThat(api.conversations("voice").toString()).contains(number);
            String call = "/api/outbound/call/" + placed.path("call_id").asText();
            assertThat(api.get(AlloService.SIP_GATEWAY, call).path("status").asText())
                    .isEqualTo("answered");
            api.send("POST", AlloService.SIP_GATEWAY, call + "/hangup", "", 200);
            person.await("CALL_CLOSED", SOON);
        }
    }

    @ParameterizedTest(name = "sendRefer={0}")
    @ValueSource(booleans = {true, false})
    void aCallerWhoWantsAHumanGetsHim(boolean sendRefer, RunningAllo allo) throws Exception {
        var api = new AlloApi(allo);
        String caller = sendRefer ? "+33612000051" : "+33612000052";
        try (var carrier = new Kamailio(folder, Kamailio.config("kamailio.cfg"));
                var human = Baresip.registered(
                        Files.createDirectory(folder.resolve("human")), "human", "human-secret", carrier.port());
                var account = SipAccount.at(carrier, api, sendRefer)) {
            allo.loadRestaurant(demo -> demo.replace(
                    "\"transferEnabled\": false",
                    "\"transferEnabled\": true, \"transferPhoneNumber\": \"+33612000042\""));
            try {
                account.awaitState("registered");
                Path phone = Files.createDirectory(folder.resolve("phone"));
                try (var call = new KeyedCall(phone, caller, "PCMA/8000/1", allo, carrier.port())) {
                    call.answer(1, List.of("0"));

                    human.await("CALL_ESTABLISHED", SOON);
                    call.awaitEndReason("transferred");
                    assertThat(human.saw("CALL_CLOSED")).as("the two talk").isFalse();
                    call.hangUpAgain();
                    human.await("CALL_CLOSED", SOON);
                }
            } finally {
                allo.loadRestaurant(demo -> demo);
            }
        }
    }
}
