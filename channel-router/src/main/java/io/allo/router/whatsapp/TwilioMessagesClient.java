// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import io.allo.router.channel.OutboundMessage;
import io.allo.router.inbox.InboxEntry;
import io.allo.router.inbox.ReplyPush;
import io.allo.router.twilio.TwilioConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Twilio's {@code POST /2010-04-01/Accounts/{Sid}/Messages.json}. It knows no idempotency key, so a request is repeated only
 * when Twilio certainly did not take it: no connection, 429, 503. The JDK's client, because it never repeats a POST itself.
 */
@ApplicationScoped
class TwilioMessagesClient implements ReplyPush {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final TwilioConfig config;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // no upgrade dance around a POST that must not be repeated
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    TwilioMessagesClient(TwilioConfig config) {
        this.config = config;
    }

    @Override
    public String provider() {
        return TwilioWhatsAppAdapter.PROVIDER;
    }

    @Override
    public List<String> parts(OutboundMessage reply) {
        return TextParts.of(reply.text(), TextParts.LIMIT);
    }

    @Override
    public Uni<Outcome> push(InboxEntry entry, String part) {
        Optional<String> account = config.accountSid();
        Optional<String> credentials = config.credentials();
        if (account.isEmpty() || credentials.isEmpty() || entry.sender() == null) {
            return Uni.createFrom().item(new Outcome.Refused("no Twilio credentials are configured"));
        }
        HttpRequest request = HttpRequest.newBuilder(config.resource(account.get(), "Messages.json"))
                .timeout(config.apiTimeout())
                .header("Authorization", "Basic " + credentials.get())
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form(Map.of(
                        "To", TwilioWhatsAppAdapter.address(entry.sender()),
                        "From", TwilioWhatsAppAdapter.address(entry.called()),
                        "Body", part))))
                .build();
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                .map(TwilioMessagesClient::outcome)
                .onFailure()
                .recoverWithItem(TwilioMessagesClient::outcomeOf);
    }

    private static Outcome outcome(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return new Outcome.Sent(json(response.body()).getString("sid", ""));
        }
        String reason =
                "Twilio answered " + status + ", code " + json(response.body()).getValue("code", "none");
        if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
            return new Outcome.TryLater(reason, backOff());
        }
        return status / 100 == 4 ? new Outcome.Refused(reason) : new Outcome.Unknown(reason);
    }

    private static Outcome outcomeOf(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        String reason = cause.getClass().getSimpleName();
        boolean neverSent = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
        return neverSent ? new Outcome.TryLater(reason, backOff()) : new Outcome.Unknown(reason);
    }

    /** With jitter, so that what was refused together does not come back together. */
    private static Duration backOff() {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(3_000, 10_000));
    }

    private static JsonObject json(String body) {
        try {
            return new JsonObject(body);
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
