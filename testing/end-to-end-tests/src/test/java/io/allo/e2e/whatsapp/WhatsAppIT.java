// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AlloStack.class)
class WhatsAppIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PERSON = "+33612345678";

    @Test
    void theAgentAnswersAMessageOnce(RunningAllo allo) throws Exception {
        String messageSid = "SM" + UUID.randomUUID();

        HttpResponse<String> first = post(allo, messageSid, "Quels sont vos horaires ?");
        HttpResponse<String> again = post(allo, messageSid, "Quels sont vos horaires ?");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type").orElse("")).startsWith("application/xml");
        assertThat(first.body())
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Message>")
                .doesNotContain("Désolé");
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void aMessageIsAnsweredAfterTheRouterCameBack(RunningAllo allo) throws Exception {
        post(allo, "SM" + UUID.randomUUID(), "Bonjour");
        try {
            allo.kill(AlloService.CHANNEL_ROUTER);
        } finally {
            allo.startAgain(AlloService.CHANNEL_ROUTER);
        }

        HttpResponse<String> after = post(allo, "SM" + UUID.randomUUID(), "Quels sont vos horaires ?");

        assertThat(after.body()).contains("<Message>").doesNotContain("Désolé");
    }

    private static HttpResponse<String> post(RunningAllo allo, String messageSid, String body) throws Exception {
        Map<String, String> form = Map.of(
                "MessageSid",
                messageSid,
                "From",
                "whatsapp:" + PERSON,
                "To",
                "whatsapp:+33939240575",
                "Body",
                body,
                "NumMedia",
                "0");
        String encoded = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(allo.url(AlloService.CHANNEL_ROUTER) + "/api/whatsapp/webhook"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encoded))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
