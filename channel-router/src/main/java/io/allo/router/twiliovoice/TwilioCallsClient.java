// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twiliovoice;

import io.allo.router.twilio.TwilioConfig;
import io.allo.router.twilio.TwilioGuard;
import io.allo.router.voice.CarrierCalls;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's {@code POST /2010-04-01/Accounts/{Sid}/Calls/{CallSid}.json}. A call that is over (404, or 400 with code 21220) counts
 * as ended. Setting the same state again changes nothing, but what was asked once is not asked twice: the JDK's client repeats no
 * POST.
 */
@ApplicationScoped
class TwilioCallsClient implements CarrierCalls {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final String NOT_IN_PROGRESS = "21220";

    private final TwilioConfig config;
    private final TwilioGuard guard;
    private final CallTwiml twiml;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    TwilioCallsClient(TwilioConfig config, TwilioGuard guard, CallTwiml twiml) {
        this.config = config;
        this.guard = guard;
        this.twiml = twiml;
    }

    @Override
    public boolean available() {
        return config.accountSid().isPresent() && config.credentials().isPresent();
    }

    @Override
    public boolean opened(String uri, String host, @Nullable String signature) {
        return guard.opened(uri, host, signature);
    }

    @Override
    public Uni<Void> transfer(String callId, int epoch, String target) {
        return update(callId, Map.of("Twiml", twiml.dial(target, epoch))).map(response -> {
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException("Twilio answered " + response.statusCode());
            }
            return null;
        });
    }

    @Override
    public Uni<Void> hangUp(String callId) {
        return update(callId, Map.of("Status", "completed")).map(response -> {
            boolean over = response.statusCode() == 404
                    || response.statusCode() == 400 && response.body().contains(NOT_IN_PROGRESS);
            if (response.statusCode() / 100 != 2 && !over) {
                throw new IllegalStateException("Twilio answered " + response.statusCode());
            }
            return null;
        });
    }

    private Uni<HttpResponse<String>> update(String callSid, Map<String, String> fields) {
        String account = config.accountSid().orElse("");
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String path = "Calls/" + URLEncoder.encode(callSid, StandardCharsets.UTF_8) + ".json";
        return Uni.createFrom().deferred(() -> {
            HttpRequest request = HttpRequest.newBuilder(config.resource(account, path))
                    .timeout(config.apiTimeout())
                    .header("Authorization", "Basic " + config.credentials().orElse(""))
                    .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                    .header("Accept", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();
            return Uni.createFrom().completionStage(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        });
    }
}
