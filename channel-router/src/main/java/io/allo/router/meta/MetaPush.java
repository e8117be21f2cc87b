// SPDX-License-Identifier: Apache-2.0
package io.allo.router.meta;

import io.allo.contracts.provider.MetaErrors;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.channel.ServiceWindow;
import io.allo.router.inbox.ReplyPush;
import io.allo.router.inbox.SentMessages;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code POST /{phone number id}/messages}. The Graph API knows no idempotency key, so a request is repeated only when Meta certainly
 * did not send anything. The JDK's client, because it never repeats a POST itself.
 */
@ApplicationScoped
class MetaPush implements ReplyPush {
    /** Meta does not process it: it returns it in each report of the message, whose webhook field is that of the messages. */
    static final String REFERENCE = "biz_opaque_callback_data";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final String CLOSED =
            "24 hours have passed since the person wrote, and allo.meta.template is not set";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final MetaConfig config;
    private final Clock clock;
    private final SentMessages reports;
    private final MetaWhatsAppAdapter adapter;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // no upgrade dance around a POST that must not be repeated
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    MetaPush(MetaConfig config, Clock clock, SentMessages reports) {
        this.config = config;
        this.reports = reports;
        this.clock = clock;
        this.adapter = new MetaWhatsAppAdapter(clock);
    }

    @Override
    public String provider() {
        return MetaWhatsAppAdapter.PROVIDER;
    }

    @Override
    public List<String> parts(OutboundMessage reply) {
        return adapter.render(reply);
    }

    @Override
    public Optional<String> refusal(Instant heardAt) {
        return ServiceWindow.isOpen(heardAt, clock.instant())
                        || config.template().isPresent()
                ? Optional.empty()
                : Optional.of(CLOSED);
    }

    @Override
    public Uni<Outcome> push(Recipient to, String part) {
        return push(to, part, MetaMessage.of(part), "");
    }

    @Override
    public Uni<Outcome> push(Recipient to, String part, Extra extra) {
        return push(to, part, MetaMessage.of(part, extra), "");
    }

    @Override
    public Uni<Outcome> push(Recipient to, String part, String reference) {
        return push(to, part, MetaMessage.of(part), reference);
    }

    /** The Cloud API has no list of messages: what it took is known by its reports only. */
    @Override
    public Uni<Trace> trace(Recipient to, String part, Instant since) {
        return reports.reportedSince(provider(), to.ours(), since)
                .map(flowing -> flowing
                        ? (Trace) new Trace.Found(List.of())
                        : new Trace.Silent("no report of it, nor of a later answer"))
                .onFailure()
                .recoverWithItem(failure -> new Trace.Silent(failure.toString()));
    }

    private Uni<Outcome> push(Recipient to, String part, MetaMessage message, String reference) {
        String ours = to.facts().getOrDefault(MetaWhatsAppAdapter.PHONE_NUMBER_ID, "");
        if (to.person() == null || !ours.matches("[0-9]{1,32}")) {
            return refused("the sender or our number is not known");
        }
        if (ServiceWindow.isOpen(to.lastWrote(), clock.instant())) {
            return send(ours, to.person(), message, reference);
        }
        return config.template()
                .map(name -> send(
                        ours,
                        to.person(),
                        new MetaMessage.Template(name, config.templateLanguage(), ServiceWindow.variable(part)),
                        reference))
                .orElseGet(() -> refused(CLOSED));
    }

    /**
     * @param to E.164
     * @param reference empty: none
     */
    private Uni<Outcome> send(String phoneNumberId, String to, MetaMessage message, String reference) {
        Optional<String> token = config.accessToken();
        if (token.isEmpty()) {
            return refused("allo.meta.access-token is not set");
        }
        JsonObject body = new JsonObject()
                .put("messaging_product", "whatsapp")
                .put("recipient_type", "individual")
                .put("to", to.substring(1))
                .mergeIn(message.json());
        if (!reference.isEmpty()) {
            body.put(REFERENCE, reference);
        }
        String base = config.graphUrl().toString().replaceFirst("/$", "");
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/" + phoneNumberId + "/messages"))
                .timeout(config.apiTimeout())
                .header("Authorization", "Bearer " + token.get())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                .map(MetaPush::outcome)
                .onFailure()
                .recoverWithItem(MetaPush::outcomeOf);
    }

    private static Uni<Outcome> refused(String reason) {
        return Uni.createFrom().item(new Outcome.Refused(reason));
    }

    private static Outcome outcome(HttpResponse<String> response) {
        int status = response.statusCode();
        JsonObject body = json(response.body());
        if (status / 100 == 2) {
            JsonArray messages = body.getJsonArray("messages", new JsonArray());
            return new Outcome.Sent(
                    messages.isEmpty() ? "" : messages.getJsonObject(0).getString("id", ""));
        }
        int code = body.getJsonObject("error", new JsonObject()).getInteger("code", -1);
        String reason = "Meta answered " + status + ", code " + code + ": " + MetaErrors.advice(code);
        if (MetaErrors.passes(code) || status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
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
}
