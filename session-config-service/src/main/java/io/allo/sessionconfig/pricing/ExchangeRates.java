// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.pricing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.sessionconfig.config.ServiceConfig;
import io.allo.sessionconfig.pricing.PricingRepository.Rates;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What one USD is worth: the rates of the configuration, under those that were fetched. Fetched ones are kept in the database:
 * a source that is away costs their age, nothing else. Reading never waits; any thread.
 */
@ApplicationScoped
class ExchangeRates {
    static final String BASE = "USD";

    private static final Logger LOG = Logger.getLogger(ExchangeRates.class);
    private static final int LARGEST_ANSWER = 1 << 18;
    private static final int MOST_CURRENCIES = 400;
    private static final int OK = 200;

    private final PricingRepository repository;
    private final ServiceConfig.Pricing settings;
    private final Map<String, BigDecimal> configured;
    private final ObjectMapper json;
    private final Clock clock;
    private final HttpClient http;
    private volatile @Nullable Rates fetched;

    @Inject
    ExchangeRates(PricingRepository repository, ServiceConfig config, ObjectMapper json, Clock clock) {
        this(repository, config.pricing(), config.exchangeRates(), json, clock);
    }

    ExchangeRates(
            PricingRepository repository,
            ServiceConfig.Pricing settings,
            Map<String, BigDecimal> configured,
            ObjectMapper json,
            Clock clock) {
        this.repository = repository;
        this.settings = settings;
        this.configured = Map.copyOf(configured);
        this.json = json;
        this.clock = clock;
        this.http = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
    }

    Map<String, BigDecimal> current() {
        Map<String, BigDecimal> rates = new LinkedHashMap<>(configured);
        Rates newest = fetched;
        if (newest != null) {
            rates.putAll(newest.values());
        }
        return rates;
    }

    @Nullable
    Instant updatedAt() {
        Rates newest = fetched;
        return newest == null ? null : newest.fetchedAt();
    }

    /** Fetches what is too old. Never fails. */
    Uni<Void> refresh() {
        Optional<URI> source = settings.ratesUrl();
        if (source.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return stored().chain(
                        () -> tooOld() ? fetch(source.get()) : Uni.createFrom().voidItem())
                .onFailure()
                .invoke(failure -> LOG.warnf("exchange rates stay as of %s (%s)", updatedAt(), failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /** What another replica, or this one before its start, has fetched. */
    private Uni<Void> stored() {
        return repository
                .rates(BASE)
                .invoke(rates -> {
                    if (rates != null) {
                        fetched = rates;
                    }
                })
                .replaceWithVoid();
    }

    private boolean tooOld() {
        Rates newest = fetched;
        return newest == null || newest.fetchedAt().isBefore(clock.instant().minus(settings.ratesAge()));
    }

    private Uni<Void> fetch(URI source) {
        HttpRequest request = HttpRequest.newBuilder(source)
                .timeout(settings.timeout())
                .header("Accept", "application/json")
                .build();
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST_ANSWER)))
                .map(answer -> new Rates(rates(answer), clock.instant()))
                .chain(rates -> repository.save(BASE, rates).invoke(() -> fetched = rates));
    }

    private Map<String, BigDecimal> rates(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != OK) {
            throw new IllegalStateException("status " + answer.statusCode() + " (expected: 200)");
        }
        JsonNode body;
        try {
            body = json.reader()
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException("no JSON", e);
        }
        if (!body.path("base").asText(BASE).equals(BASE)) {
            throw new IllegalStateException("rates of another base (expected: USD)");
        }
        Map<String, BigDecimal> rates = new LinkedHashMap<>();
        body.path("rates").properties().forEach(rate -> {
            boolean sound = rate.getKey().matches("[A-Z]{3}")
                    && rate.getValue().isNumber()
                    && rate.getValue().decimalValue().signum() > 0;
            if (sound && rates.size() < MOST_CURRENCIES) {
                rates.put(rate.getKey(), rate.getValue().decimalValue());
            }
        });
        if (rates.isEmpty()) {
            throw new IllegalStateException("no rates");
        }
        return rates;
    }
}
