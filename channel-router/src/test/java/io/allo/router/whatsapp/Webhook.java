// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import io.allo.router.stubs.TwilioPort;
import io.allo.router.twilio.FormBody;
import io.allo.router.twilio.TwilioSignature;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Posts to the webhook as Twilio does. */
final class Webhook {
    static final String CALLED = "+33939240575";
    private static final String PATH = "/api/whatsapp/webhook";
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    Webhook(URI base) {
        this.base = base;
    }

    /** A new message of this person. */
    static Map<String, String> message(String sender, String body) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("MessageSid", "SM" + UUID.randomUUID().toString().replace("-", ""));
        form.put("AccountSid", TwilioPort.ACCOUNT_SID);
        form.put("From", "whatsapp:" + sender);
        form.put("To", "whatsapp:" + CALLED);
        form.put("Body", body);
        form.put("NumMedia", "0");
        form.put("Address", "");
        return form;
    }

    CompletableFuture<HttpResponse<String>> send(Map<String, String> form) {
        byte[] body = encode(form);
        String signature =
                TwilioSignature.sign(TwilioPort.AUTH_TOKEN, TwilioPort.PUBLIC_URL + PATH, FormBody.parse(body));
        return send(body, "application/x-www-form-urlencoded; charset=UTF-8", signature);
    }

    HttpResponse<String> post(Map<String, String> form) {
        return send(form).join();
    }

    CompletableFuture<HttpResponse<String>> send(byte[] body, String contentType, String signature) {
        return http.sendAsync(
                HttpRequest.newBuilder(base.resolve(PATH))
                        .header("Content-Type", contentType)
                        .header("X-Twilio-Signature", signature)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static byte[] encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    static String twiml(String text) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Message>" + text + "</Message></Response>";
    }
}
