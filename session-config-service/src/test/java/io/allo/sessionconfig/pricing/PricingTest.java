// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.allo.sessionconfig.config.ServiceConfig;
import io.allo.sessionconfig.session.StubExecutor;
import io.allo.sessionconfig.sipaccount.Api;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The price table: rows A116, A117, A119 and C52. */
@QuarkusTest
@WithTestResource(StubExecutor.class)
class PricingTest {
    private static final String PATH = "/api/ai-pricing";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Inject
    PriceList prices;

    @Inject
    PricingRepository repository;

    @Test
    void theDefaultsAreThoseOfTheSpecificationAndEveryModelNameOfItHasAPrice() {
        Api.service()
                .get(PATH + "?version=1")
                .then()
                .statusCode(200)
                .body("version", equalTo(1))
                .body("baseCurrency", equalTo("USD"))
                .body("defaultMarginPct", equalTo(30))
                .body("telecomCostPerMin", equalTo(0.008f))
                .body("models.'gpt-realtime-mini'.audioOutput", equalTo(20.0f))
                .body("models.'gpt-4o-realtime'.audioInput", equalTo(32.0f));
        assertThat(prices.version(1)
                        .await()
                        .atMost(LIMIT)
                        .priceOf("gpt-4o-realtime-preview-2024-12-17")
                        .orElseThrow()
                        .textInput())
                .isEqualByComparingTo("4");
    }

    @Test
    void whatACallerSaysToASpeechModelIsWrittenDownAtAPriceToo() {
        Api.service()
                .get(PATH + "?version=2")
                .then()
                .statusCode(200)
                .body("models.'gpt-4o-mini-transcribe'.audioInput", equalTo(3.0f))
                .body("models.'whisper-1'.audioPerMinute", equalTo(0.006f))
                .body("models.'gpt-realtime'.audioOutput", equalTo(64.0f));
    }

    @Test
    void aChangeIsANewVersionAndTheOldOneStays() {
        Api.importBusiness(Api.BUSINESS, Api.KEY, null);
        int before = Api.service().get(PATH).jsonPath().getInt("version");

        int version = Api.service()
                .body("{\"models\":{\"nova-3\":{\"audioPerMinute\":0.0077}},\"telecomCostPerMin\":0.0125}")
                .put(PATH)
                .then()
                .statusCode(200)
                .body("version", greaterThan(before))
                .body("models.size()", equalTo(1))
                .body("models.'nova-3'.audioPerMinute", equalTo(0.0077f))
                .body("defaultMarginPct", equalTo(30))
                .extract()
                .path("version");

        Api.business(Api.KEY).get(PATH).then().statusCode(200).body("version", equalTo(version));
        Api.business(Api.KEY)
                .get(PATH + "?version=" + before)
                .then()
                .body("models.'gpt-realtime'.textOutput", equalTo(16.0f));
        Api.service().get(PATH + "?version=99999").then().statusCode(404);
    }

    @Test
    void onlyTheAdministratorChangesPricesAndOnlySoundOnes() {
        Api.importBusiness(Api.BUSINESS, Api.KEY, null);
        Api.business(Api.KEY).body("{\"defaultMarginPct\":0}").put(PATH).then().statusCode(403);
        Api.business("no such key").get(PATH).then().statusCode(401);
        Api.service().body("{\"defaultMarginPct\":-1}").put(PATH).then().statusCode(422);
        Api.service().body("{}").put(PATH).then().statusCode(422);
        Api.service()
                .body("{\"models\":{\"a b\":{},\"x\":{\"textInput\":-1}}}")
                .put(PATH)
                .then()
                .statusCode(422)
                .body("error", containsString("models.x"));
        Api.service().body("{\"models\":7}").put(PATH).then().statusCode(400);
    }

    @Test
    void ratesAreFetchedWhenTheyAreOldAndKeptWhenTheSourceIsAway() throws IOException {
        HttpServer source = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StringBuilder answer = new StringBuilder("{\"base\":\"USD\",\"rates\":{\"EUR\":0.92,\"xx\":1,\"GBP\":-1}}");
        source.createContext("/", exchange -> {
            byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        source.start();
        URI url = URI.create("http://127.0.0.1:" + source.getAddress().getPort());
        MovableClock clock = new MovableClock();
        ExchangeRates rated =
                new ExchangeRates(repository, new Source(Optional.of(url)), Map.of(), new ObjectMapper(), clock);

        rated.refresh().await().atMost(LIMIT);
        assertThat(rated.current()).containsOnlyKeys("EUR").containsEntry("EUR", new BigDecimal("0.92"));

        answer.setLength(0);
        answer.append("{\"rates\":{\"EUR\":0.95}}");
        clock.forward(Duration.ofMinutes(59));
        rated.refresh().await().atMost(LIMIT);
        assertThat(rated.current()).as("not yet an hour old").containsEntry("EUR", new BigDecimal("0.92"));
        clock.forward(Duration.ofMinutes(2));
        rated.refresh().await().atMost(LIMIT);
        assertThat(rated.current()).containsEntry("EUR", new BigDecimal("0.95"));

        answer.insert(0, "<html>");
        clock.forward(Duration.ofHours(2));
        rated.refresh().await().atMost(LIMIT);
        assertThat(rated.current()).as("kept").containsEntry("EUR", new BigDecimal("0.95"));
        source.stop(0);
    }

    private record Source(Optional<URI> ratesUrl) implements ServiceConfig.Pricing {
        @Override
        public Duration ratesAge() {
            return Duration.ofHours(1);
        }

        @Override
        public Duration check() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(5);
        }
    }

    /** Stands still until it is moved. */
    private static final class MovableClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T10:00:00Z");

        void forward(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
