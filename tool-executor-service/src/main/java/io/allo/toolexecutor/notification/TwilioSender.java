// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.allo.toolexecutor.config.Json;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Form;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** SMS and WhatsApp by Twilio's REST API. It knows no idempotency key, so an attempt without an answer is not repeated. */
@ApplicationScoped
class TwilioSender implements MessageSender {
    private static final String UNKNOWN =
            "Twilio did not answer: whether the message left is unknown, see its log there";

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
                && from(message.channel()).isPresent();
    }

    @Override
    public Uni<Result> send(UUID id, Outgoing message) {
        String channel = message.channel();
        String body = message.content().body();
        Optional<String> account = account();
        Optional<String> authorization = authorization();
        Optional<String> from = from(channel);
        if (account.isEmpty() || authorization.isEmpty() || from.isEmpty()) {
            return Uni.createFrom().item(new Result.Never(0, "no Twilio account and number are configured"));
        }
        Form form = new Form()
                .param("To", address(channel, message.recipient()))
                .param("From", address(channel, from.get()));
        Optional<String> template = given(twilio.whatsappTemplate());
        if (channel.equals(Outgoing.WHATSAPP) && template.isPresent()) {
            form.param("ContentSid", template.get()).param("ContentVariables", json.write(Map.of("1", body)));
        } else {
            form.param("Body", body);
        }
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
        if (failure instanceof WebApplicationException refused) {
            int status = refused.getResponse().getStatus();
            int code = code(refused);
            if (status / 100 == 5 && !TwilioErrors.isPassing(code, status)) {
                return new Result.Never(code, UNKNOWN);
            }
            String advice = TwilioErrors.advice(code, status);
            return TwilioErrors.isPassing(code, status)
                    ? new Result.Later(code, advice)
                    : new Result.Never(code, advice);
        }
        Throwable cause =
                failure instanceof ProcessingException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ConnectException || cause instanceof UnknownHostException
                ? new Result.Later(0, "Twilio cannot be reached")
                : new Result.Never(0, UNKNOWN);
    }

    private int code(WebApplicationException refused) {
        try {
            return json.read(refused.getResponse().readEntity(String.class), TwilioMessagesClient.Refusal.class)
                    .code();
        } catch (RuntimeException e) {
            return 0;
        }
    }

    private static String address(String channel, String number) {
        return channel.equals(Outgoing.WHATSAPP) ? "whatsapp:" + number : number;
    }

    private Optional<String> from(String channel) {
        Optional<String> own = given(twilio.phoneNumber());
        return channel.equals(Outgoing.WHATSAPP)
                ? given(twilio.whatsappNumber()).or(() -> own)
                : own;
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
