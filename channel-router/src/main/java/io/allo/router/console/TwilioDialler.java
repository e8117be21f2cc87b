// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.router.console.ConsoleSession.Call;
import io.allo.router.twilio.TwilioConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** {@link Dialler} by Twilio's REST API, {@code Calls.json}. No request that may have had an effect is sent twice. */
@Singleton
class TwilioDialler implements Dialler {
    private static final Logger LOG = Logger.getLogger(TwilioDialler.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final int NOT_FOUND = 404;
    private static final int LONGEST_ANSWER = 262_144;
    private static final String NOT_IN_PROGRESS = "21220";
    private static final List<String> EVENTS = List.of("initiated", "ringing", "answered", "completed");

    private final TwilioConfig twilio;
    private final ConsoleConfig config;
    private final ConsoleTwiml twiml;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    TwilioDialler(TwilioConfig twilio, ConsoleConfig config, ConsoleTwiml twiml) {
        this.twilio = twilio;
        this.config = config;
        this.twiml = twiml;
    }

    @Override
    public ConsoleConfig.Dialling kind() {
        return ConsoleConfig.Dialling.TWILIO;
    }

    @Override
    public boolean available() {
        return twilio.accountSid().isPresent()
                && twilio.credentials().isPresent()
                && config.phoneNumber().isPresent()
                && twiml.streamUrl().isPresent();
    }

    @Override
    public Uni<Call> place(ConsoleSession session, String number) {
        String from = config.phoneNumber().orElse("");
        StringBuilder form = new StringBuilder(form(Map.of(
                "To",
                number,
                "From",
                from,
                "Timeout",
                Long.toString(config.ring().toSeconds()),
                "Twiml",
                twiml.call(session.key(), session.tongue()))));
        twiml.publicUrl().ifPresent(url -> {
            form.append('&')
                    .append(form(Map.of("StatusCallback", url + "/twilio/status", "StatusCallbackMethod", "POST")));
            EVENTS.forEach(event -> form.append("&StatusCallbackEvent=").append(event));
        });
        return send(request("Calls.json").POST(HttpRequest.BodyPublishers.ofString(form.toString())))
                .map(response -> {
                    JsonObject call = answered(response);
                    return new Call(call.getString("sid"), "initiated", direction(call), from, number, null, null);
                });
    }

    @Override
    public Uni<Optional<Integer>> hangUp(ConsoleSession session, String callSid) {
        return send(request(path(callSid))
                        .POST(HttpRequest.BodyPublishers.ofString(form(Map.of("Status", "completed")))))
                .map(response -> {
                    boolean over = response.statusCode() == NOT_FOUND
                            || response.statusCode() == 400 && response.body().contains(NOT_IN_PROGRESS);
                    return over ? Optional.empty() : seconds(answered(response));
                });
    }

    @Override
    public Uni<Optional<Call>> look(ConsoleSession session, String callSid) {
        return send(request(path(callSid)).GET()).map(response -> {
            if (response.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            JsonObject call = answered(response);
            return Optional.of(new Call(
                    callSid,
                    call.getString("status", ""),
                    direction(call),
                    call.getString("from", ""),
                    call.getString("to", ""),
                    null,
                    seconds(call).orElse(null)));
        });
    }

    private static String direction(JsonObject call) {
        return call.getString("direction", "outbound-api");
    }

    /** Twilio gives numbers as texts. */
    private static Optional<Integer> seconds(JsonObject call) {
        Object duration = call.getValue("duration");
        return duration != null && duration.toString().matches("[0-9]{1,9}")
                ? Optional.of(Integer.valueOf(duration.toString()))
                : Optional.empty();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(twilio.resource(twilio.accountSid().orElse(""), path))
                .timeout(twilio.apiTimeout())
                .header("Authorization", "Basic " + twilio.credentials().orElse(""))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .header("Accept", "application/json");
    }

    private Uni<HttpResponse<String>> send(HttpRequest.Builder request) {
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(
                        request.build(),
                        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), LONGEST_ANSWER)))
                .onFailure()
                .transform(failure -> {
                    LOG.warnf("Twilio cannot be reached: %s", failure.toString());
                    return new RefusedException("Twilio cannot be reached");
                });
    }

    private static JsonObject answered(HttpResponse<String> response) {
        JsonObject body;
        try {
            body = new JsonObject(response.body());
        } catch (DecodeException e) {
            body = new JsonObject();
        }
        if (response.statusCode() / 100 == 2) {
            return body;
        }
        Object code = body.getValue("code");
        LOG.warnf("Twilio refused with %d, code %s", response.statusCode(), code);
        throw new RefusedException(
                "Twilio refused (" + (code instanceof Number number ? number.toString() : response.statusCode()) + ")");
    }

    private static String path(String callSid) {
        return "Calls/" + URLEncoder.encode(callSid, UTF_8) + ".json";
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
