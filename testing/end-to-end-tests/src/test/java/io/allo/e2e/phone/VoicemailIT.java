// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import io.allo.testkit.sip.AnsweringMachine;
import io.allo.testkit.sip.Baresip;
import io.allo.testkit.sip.Kamailio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A call that we place is taken by an answering machine: real SIP and RTP, an announcement and a beep. */
@ExtendWith(AlloStack.class)
class VoicemailIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final AnsweringMachine MACHINE = new AnsweringMachine(
            "Bonjour vous êtes bien sur la messagerie de la famille Martin nous sommes absents pour le moment laissez-nous un"
                    + " message après le bip sonore");

    @TempDir
    Path folder;

    @Test
    void anAnsweringMachineIsKnownAndGetsTheMessageAfterItsBeep(RunningAllo allo) throws Exception {
        var api = new AlloApi(allo);
        try (var carrier = new Kamailio(folder, Kamailio.config("kamailio.cfg"));
                var machine = Baresip.registered(
                        Files.createDirectory(folder.resolve("machine")),
                        "human",
                        "human-secret",
                        carrier.port(),
                        MACHINE);
                var account = SipAccount.at(carrier, api, true)) {
            account.awaitState("registered");
            String placed = placed(api, workflow(api, account.id()));

            machine.await("CALL_CLOSED", SOON);

            await().atMost(SOON).untilAsserted(() -> {
                JsonNode call = api.get(AlloService.SIP_GATEWAY, "/api/outbound/call/" + placed);
                assertThat(call.path("status").asText()).isEqualTo("completed");
                assertThat(call.path("answered_by").asText()).isEqualTo("machine");
                assertThat(call.path("end_reason").asText()).isEqualTo("success/voicemail-left");
            });
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    api.conversation(placed).path("answeredBy").asText())
                            .isEqualTo("machine"));
            assertThat(Recording.of(machine.heard()).voicedSeconds())
                    .as("the message, and no greeting before the beep")
                    .isBetween(1.0, 12.0);
        }
    }

    private static int workflow(AlloApi api, int account) {
        return api.send("POST", AlloService.SESSION_CONFIG_SERVICE, "/api/workflows", """
                {"slug": "voicemail", "sip_account_id": %d, "definition": [
                  {"kind": "voice-agent", "slug": "standard",
                   "parameters": {"model": "built-in", "instructions": "Rappelez le client."}}]}
                """.formatted(account), 201)
                .path("id")
                .asInt();
    }

    private static String placed(AlloApi api, int workflow) {
        return api.send("POST", AlloService.SIP_GATEWAY, "/api/outbound/call", """
                {"to_number": "06 12 00 00 41", "voice_workflow_id": %d,
                 "voicemail": {"action": "leave-message", "message": "Votre commande est prête, à tout à l'heure."}}
                """.formatted(workflow), 200)
                .path("call_id")
                .asText();
    }
}
