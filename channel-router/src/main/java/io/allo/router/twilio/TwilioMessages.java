// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

import io.allo.router.inbox.ReplyPush.Outcome;
import io.allo.router.inbox.ReplyPush.Trace;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's {@code POST /2010-04-01/Accounts/{Sid}/Messages.json}. It knows no idempotency key, so a request is repeated only
 * when Twilio certainly did not take it: no connection, 429, 503. The JDK's client, because it never repeats a POST itself.
 */
@ApplicationScoped
public class TwilioMessages {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    /** Messages to one person that are looked through: far more than are sent within the time that counts. */
    private static final int LISTED = 100;

    /** Two clocks may differ so much. */
    private static final Duration CLOCKS = Duration.ofSeconds(5);

    private final TwilioConfig config;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // no upgrade dance around a POST that must not be repeated
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    public TwilioMessages(TwilioConfig config) {
        this.config = config;
    }

    /**
     * Never fails: a failure is an {@link Outcome}.
     *
     * @param to with the channel's prefix, as {@code from}
     * @param content {@code Body}, or {@code ContentSid} and its variables
     * @param statusPath where Twilio reports what became of it; it does so where it can reach us ({@code allo.twilio.public-url})
     */
    public Uni<Outcome> send(String to, String from, Map<String, String> content, String statusPath) {
        Optional<String> account = config.accountSid();
        Optional<String> credentials = config.credentials();
        if (account.isEmpty() || credentials.isEmpty()) {
            return Uni.createFrom().item(new Outcome.Refused("no Twilio credentials are configured"));
        }
        Map<String, String> form = new LinkedHashMap<>(content);
        form.put("To", to);
        form.put("From", from);
        config.publicUrl().ifPresent(url -> form.put("StatusCallback", url.replaceFirst("/$", "") + statusPath));
        HttpRequest request = HttpRequest.newBuilder(config.resource(account.get(), "Messages.json"))
                .timeout(config.apiTimeout())
                .header("Authorization", "Basic " + credentials.get())
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form(form)))
                .build();
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                .map(TwilioMessages::outcome)
                .onFailure()
                .recoverWithItem(TwilioMessages::outcomeOf);
    }

    /**
     * What Twilio took for this recipient by REST since then, newest first. Not filtered by {@code DateSent}, which a queued message has
     * not got yet. Never fails.
     *
     * @param body null: any; else what it ends with (a trial account puts its own words before)
     * @param since when the oldest may have been made; Twilio's times are whole seconds of another clock
     */
    public Uni<Trace> find(String to, String from, @Nullable String body, Instant since) {
        Optional<String> account = config.accountSid();
        Optional<String> credentials = config.credentials();
        if (account.isEmpty() || credentials.isEmpty()) {
            return Uni.createFrom().item(new Trace.Silent("no Twilio credentials are configured"));
        }
        Map<String, String> filter = new LinkedHashMap<>();
        filter.put("To", to);
        filter.put("From", from);
        filter.put("PageSize", Integer.toString(LISTED));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(config.resource(account.get(), "Messages.json") + "?" + form(filter)))
                .timeout(config.apiTimeout())
                .header("Authorization", "Basic " + credentials.get())
                .header("Accept", "application/json")
                .GET()
                .build();
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                .map(response -> response.statusCode() / 100 == 2
                        ? listed(json(response.body()), body, since.minus(CLOCKS))
                        : new Trace.Silent("Twilio answered " + response.statusCode()))
                .onFailure()
                .recoverWithItem(failure -> new Trace.Silent(String.valueOf(failure)));
    }

    private static Trace listed(JsonObject page, @Nullable String body, Instant from) {
        JsonArray messages = page.getJsonArray("messages");
        if (messages == null) {
            return new Trace.Silent("Twilio's list cannot be read");
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            JsonObject message = messages.getJsonObject(i);
            boolean ours = "outbound-api".equals(message.getString("direction"))
                    && !made(message).isBefore(from)
                    && (body == null || message.getString("body", "").strip().endsWith(body.strip()));
            if (ours) {
                ids.add(message.getString("sid", ""));
            }
        }
        return new Trace.Found(ids);
    }

    private static Instant made(JsonObject message) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(message.getString("date_created"), Instant::from);
    }

    private static Outcome outcome(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return new Outcome.Sent(json(response.body()).getString("sid", ""));
        }
        String code = String.valueOf(json(response.body()).getValue("code", "none"));
        String reason = "Twilio answered " + status + ", code " + code + ": " + TwilioErrors.advice(code);
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
