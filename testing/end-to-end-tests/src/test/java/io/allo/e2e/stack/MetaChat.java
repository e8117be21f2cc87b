// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.testkit.provider.WhatsAppCloudServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/** One person on Meta's WhatsApp: writes by signed deliveries, reads at the stand-in of the Cloud API. */
public final class MetaChat {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WhatsAppCloudServer meta;
    private final RouterReplica router;
    private final String person;
    private final String called;

    /** @param person E.164, as {@code called} */
    public MetaChat(WhatsAppCloudServer meta, RouterReplica router, String person, String called) {
        this.meta = meta;
        this.router = router;
        this.person = person;
        this.called = called;
    }

    /** What a router needs in order to talk with this stand-in. */
    public static Map<String, String> variables(WhatsAppCloudServer meta) {
        return Map.of(
                "ALLO_META_APP_SECRET",
                WhatsAppCloudServer.APP_SECRET,
                "ALLO_META_ACCESS_TOKEN",
                WhatsAppCloudServer.TOKEN,
                "ALLO_META_GRAPH_URL",
                meta.graphUrl().toString());
    }

    /** Everything the person was sent, oldest first. */
    public List<String> read() {
        return meta.sentTo(person).stream().map(WhatsAppCloudServer.Sent::text).toList();
    }

    /** Waits until the newest message has these words. */
    public void reads(String words) {
        Awaitility.await("\"" + words + "\" on WhatsApp")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> Assertions.assertThat(read()).last().asString().contains(words));
    }

    public void write(String text) throws IOException, InterruptedException, GeneralSecurityException {
        meta.wrote(person);
        String body = """
                {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
                 "messaging_product":"whatsapp","metadata":{"display_phone_number":"%s","phone_number_id":"%s"},
                 "messages":[{"from":"%s","id":"wamid.%s","timestamp":"%d","type":"text","text":{"body":"%s"}}]}}]}]}
                """.formatted(
                        called.substring(1),
                        WhatsAppCloudServer.PHONE_NUMBER_ID,
                        person.substring(1),
                        UUID.randomUUID(),
                        Instant.now().getEpochSecond(),
                        text);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(router.at("/api/meta/webhook").toString()))
                .header("Content-Type", "application/json")
                .header("X-Hub-Signature-256", "sha256=" + signature(body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Assertions.assertThat(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static String signature(String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(WhatsAppCloudServer.APP_SECRET.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    }
}
