// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.allo.toolexecutor.config.Json;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Form;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** SMS and, where Meta does not carry it, WhatsApp by Twilio's REST API. It knows no idempotency key, so an attempt without an answer is not repeated. */
@ApplicationScoped
class TwilioSender implements MessageSender {
    private static final HttpFailures.Meanings TWILIO = new HttpFailures.Meanings() {
        @Override
        public String advice(int code, int status) {
            return TwilioErrors.advice(code, status);
        }

        @Override
        public boolean passes(int code, int status) {
            return TwilioErrors.isPassing(code, status);
        }
    };

    private final TwilioMessagesClient client;
    private final TwilioConfig twilio;
    private final NotificationConfig config;
    private final Json json;

    TwilioSender(@RestClient TwilioMessagesClient client, TwilioConfig twilio, NotificationConfig config, Json json) {
        this.client = client;
        this.twilio = twilio;
        this.config = config;
        this.json = json;
    }

    @Override
    public String provider() {
        return "twilio";
    }

    @Override
    public boolean isFor(Outgoing message) {
        return !message.channel().equals(Outgoing.EMAIL)
                && account().isPresent()
                && authorization().isPresent()
                && from(message).isPresent();
    }

    @Override
    public Uni<Result> send(UUID id, Outgoing message) {
        String channel = message.channel();
        String body = message.content().body();
        Optional<String> account = account();
        Optional<String> authorization = authorization();
        Optional<String> from = from(message);
        if (account.isEmpty() || authorization.isEmpty() || from.isEmpty()) {
            return Uni.createFrom().item(new Result.Never(0, "no Twilio account and number are configured"));
        }
        Form form = new Form()
                .param("To", address(channel, message.recipient()))
                .param("From", address(channel, from.get()));
        Optional<String> whole = given(twilio.whatsappTemplate());
        Optional<String> own =
                given(Optional.ofNullable(twilio.whatsappTemplates().get(message.kind())));
        if (channel.equals(Outgoing.WHATSAPP) && own.isPresent()) {
            form.param("ContentSid", own.get())
                    .param("ContentVariables", variables(message.content().variables()));
        } else if (channel.equals(Outgoing.WHATSAPP) && whole.isPresent()) {
            form.param("ContentSid", whole.get()).param("ContentVariables", variables(List.of(body)));
        } else {
            form.param("Body", body);
        }
        given(twilio.statusCallback()).ifPresent(url -> form.param("StatusCallback", url));
        return Uni.createFrom()
                .deferred(() -> client.send(account.get(), authorization.get(), form))
                .ifNoItem()
                .after(config.sendTimeout())
                .fail()
                .<Result>map(accepted -> new Result.Sent(accepted.sid()))
                .onFailure()
                .recoverWithItem(this::failed);
    }

    private Result failed(Throwable failure) {
        return HttpFailures.of(
                failure,
                "Twilio",
                TWILIO,
                body -> json.read(body, TwilioMessagesClient.Refusal.class).code());
    }

    private static String address(String channel, String number) {
        return channel.equals(Outgoing.WHATSAPP) ? "whatsapp:" + number : number;
    }

    private String variables(List<String> values) {
        Map<String, String> numbered = new LinkedHashMap<>();
        values.forEach(value -> numbered.put(String.valueOf(numbered.size() + 1), value));
        return json.write(numbered);
    }

    private Optional<String> from(Outgoing message) {
        Optional<String> own = given(twilio.phoneNumber());
        Optional<String> configured = message.channel().equals(Outgoing.WHATSAPP)
                ? given(twilio.whatsappNumber()).or(() -> own)
                : own;
        return Optional.ofNullable(message.sender()).or(() -> configured);
    }

    private Optional<String> account() {
        return given(twilio.accountSid());
    }

    private Optional<String> authorization() {
        Optional<String> key = given(twilio.apiKeySid());
        Optional<String> secret = key.isPresent() ? given(twilio.apiKeySecret()) : given(twilio.authToken());
        return secret.map(password -> "Basic "
                + Base64.getEncoder()
                        .encodeToString(
                                (key.or(this::account).orElse("") + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<String> given(Optional<String> value) {
        return value.map(String::strip).filter(text -> !text.isEmpty());
    }
}
