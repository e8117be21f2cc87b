// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.CallEvents;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import io.allo.testkit.sip.Sipp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is explained of a call is what happens to it, all services asked; and the reason of a refusal is one everywhere
 * (row D23).
 */
@ExtendWith(AlloStack.class)
class ExplainIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void aRefusedCallHasOneReasonInExplanationLogMetricAndEvent(RunningAllo allo) throws Exception {
        var api = new AlloApi(allo);
        String reason = "caller/untrusted-source";
        try (var account = SipAccount.of(api, "elsewhere", """
                "trunk_uri": "sip:elsewhere@192.0.2.9", "username": "elsewhere",
                "policy": {"register": false, "inboundAuth": "source", "sources": ["192.0.2.0/24"]}
                """)) {
            Awaitility.await("the gateway knows the account").atMost(SOON).untilAsserted(() -> {
                JsonNode explained = explain(api, "elsewhere", "");
                assertThat(explained.path("reason").asText()).isEqualTo(reason);
                assertThat(explained.path("status").asInt()).isEqualTo(403);
            });
            JsonNode trusted = explain(api, "+33939240575", ", \"account\": \"elsewhere\"");
            assertThat(trusted.path("outcome").asText()).as(trusted.toString()).isEqualTo("answered");
            assertThat(trusted.path("steps").findValuesAsText("step"))
                    .containsSubsequence("source", "account", "limits", "gateway", "agent", "worker");

            Sipp.run(
                    Sipp.scenario("refused.xml").replace("STATUS", "403"),
                    folder,
                    allo.sipPort(),
                    "-s",
                    "elsewhere",
                    "-m",
                    "1");

            assertThat(Files.readString(allo.log(AlloService.SIP_GATEWAY))).contains("INVITE refused: " + reason);
            assertThat(metrics(allo)).contains("allo_invites_refused_total{reason=\"" + reason + "\"} 1.0");
            try (var events = new CallEvents(allo)) {
                assertThat(events.await(2, event -> event.toString().contains("untrusted-source")))
                        .extracting(CallEvents::nameOf)
                        .containsExactly("CallRejected", "CallEnded");
            }
        }
    }

    private static JsonNode explain(AlloApi api, String to, String more) {
        return api.send(
                "POST",
                AlloService.SIP_GATEWAY,
                "/api/calls/explain",
                "{\"from\": \"+33612345678\", \"to\": \"%s\"%s}".formatted(to, more),
                200);
    }

    private static String metrics(RunningAllo allo) throws Exception {
        URI uri = URI.create(allo.managementUrl(AlloService.SIP_GATEWAY) + "/q/metrics");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
