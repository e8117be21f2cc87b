// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The vectors were computed with Twilio's own Java SDK. */
class TwilioSignatureTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String WEBHOOK = "https://hooks.example.com/api/whatsapp/webhook?tenant=42";
    private static final FormBody MESSAGE = form(
            "AccountSid", "AC00000000000000000000000000000001",
            "Body", "Bonjour, une réservation pour 4 à 20h ?",
            "From", "whatsapp:+33612345678",
            "MessageSid", "SM00000000000000000000000000000001",
            "NumMedia", "0",
            "To", "whatsapp:+33939240575");

    @Test
    void acceptsTheVectorOfTheSdk() {
        FormBody call = form(
                "To", "+18005551212",
                "CallSid", "CA1234567890ABCDE",
                "Caller", "+14158675309",
                "Digits", "1234",
                "From", "+14158675309");

        assertThat(valid("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", call, "RSOYDt4T1cUTdK1PDd93/VVr8B8="))
                .isTrue();
    }

    @Test
    void acceptsAWhatsAppMessageWithAccents() {
        assertThat(valid(TOKEN, WEBHOOK, MESSAGE, "m1LcI/Sfq4C5Zeo4UJiQXPqXC6A="))
                .isTrue();
    }

    @Test
    void acceptsASignatureOverTheUrlWithTheDefaultPort() {
        String withPort = WEBHOOK.replace("example.com", "example.com:443");

        assertThat(valid(TOKEN, WEBHOOK, MESSAGE, "W7HFgwily0lHTBO7xDA5BvhsSpc="))
                .isTrue();
        assertThat(valid(TOKEN, withPort, MESSAGE, "m1LcI/Sfq4C5Zeo4UJiQXPqXC6A="))
                .isTrue();
    }

    @Test
    void addsNoPortToAUrlThatHasAnother() {
        String other = WEBHOOK.replace("example.com", "example.com:8443");

        assertThat(valid(TOKEN, other, MESSAGE, "W7HFgwily0lHTBO7xDA5BvhsSpc=")).isFalse();
        assertThat(valid(TOKEN, other, MESSAGE, TwilioSignature.sign(TOKEN, other, MESSAGE)))
                .isTrue();
    }

    @Test
    void acceptsTheVectorOfTheWebhookSpecification_E32() {
        FormBody message = form(
                "Body", "bonjour",
                "From", "whatsapp:+33600000001",
                "MessageSid", "SM0001",
                "To", "whatsapp:+33900000002");

        assertThat(valid(
                        "test-token",
                        "https://gw.example.test/api/whatsapp/webhook",
                        message,
                        "VaXnXXTWlRm0Naehzk8GYj2CKEc="))
                .isTrue();
    }

    @Test
    void checksABodyByItsHashInTheUrl() {
        byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        String url = "https://hooks.example.com/json?bodySHA256="
                + "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
        String signature = "hsLq6w2gWW42RwD54bumDjuBAh8=";

        assertThat(TwilioSignature.ofBody(List.of(TOKEN), url, body, signature)).isTrue();
        assertThat(TwilioSignature.ofBody(List.of(TOKEN), url, "{\"a\":2}".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
        assertThat(TwilioSignature.ofBody(List.of(TOKEN), "https://hooks.example.com/json", body, signature))
                .isFalse();
    }

    @Test
    void refusesAnyChangedCharacter() {
        String signature = "m1LcI/Sfq4C5Zeo4UJiQXPqXC6A=";

        assertThat(valid(TOKEN, WEBHOOK.replace("42", "43"), MESSAGE, signature))
                .isFalse();
        assertThat(valid(TOKEN, WEBHOOK, with(MESSAGE, "NumMedia", "1"), signature))
                .isFalse();
        assertThat(valid(TOKEN, WEBHOOK, with(MESSAGE, "Extra", ""), signature)).isFalse();
        assertThat(valid(TOKEN.replace('0', '1'), WEBHOOK, MESSAGE, signature)).isFalse();
        assertThat(valid(TOKEN, WEBHOOK, MESSAGE, signature.toLowerCase(Locale.ROOT)))
                .isFalse();
        assertThat(valid(TOKEN, WEBHOOK, MESSAGE, null)).isFalse();
        assertThat(valid(TOKEN, WEBHOOK, MESSAGE, "é")).isFalse();
    }

    @Test
    void countsEmptyFields() {
        FormBody withEmpty = with(MESSAGE, "Address", "");

        String signature = TwilioSignature.sign(TOKEN, WEBHOOK, withEmpty);

        assertThat(valid(TOKEN, WEBHOOK, withEmpty, signature)).isTrue();
        assertThat(signature).isNotEqualTo("m1LcI/Sfq4C5Zeo4UJiQXPqXC6A=");
    }

    @Test
    void signsARepeatedNameOncePerDistinctValueInOrder() {
        FormBody unordered = form("A", "2", "A", "1", "A", "2");

        assertThat(TwilioSignature.sign(TOKEN, WEBHOOK, unordered))
                .isEqualTo(TwilioSignature.sign(TOKEN, WEBHOOK, form("A", "1", "A", "2")));
    }

    @Test
    void acceptsEitherTokenWhileTokensAreRotated() {
        assertThat(TwilioSignature.ofForm(
                        List.of("the-new-token", TOKEN), WEBHOOK, MESSAGE, "m1LcI/Sfq4C5Zeo4UJiQXPqXC6A="))
                .isTrue();
    }

    private static boolean valid(String token, String url, FormBody form, String signature) {
        return TwilioSignature.ofForm(List.of(token), url, form, signature);
    }

    /** Through the parser, as it comes over the wire. */
    private static FormBody form(String... namesAndValues) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(encode(namesAndValues[i]) + "=" + encode(namesAndValues[i + 1]));
        }
        return FormBody.parse(String.join("&", pairs).getBytes(StandardCharsets.US_ASCII));
    }

    private static FormBody with(FormBody form, String name, String value) {
        List<FormBody.Field> fields = new ArrayList<>(form.fields());
        fields.removeIf(field -> field.name().equals(name));
        fields.add(new FormBody.Field(name, value));
        return new FormBody(fields);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
