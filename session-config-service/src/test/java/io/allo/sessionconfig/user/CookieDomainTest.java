// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.ws.rs.core.NewCookie;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where each service has a name of its own, one login is for all of them. */
class CookieDomainTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void withoutADomainTheCookieIsForTheHostThatWasAsked() {
        assertThat(cookies(Map.of()).kept("t", NOW.plusSeconds(60), true))
                .hasSize(2)
                .allSatisfy(cookie -> assertThat(cookie.getDomain()).isNull());
    }

    @Test
    void withADomainItIsForAllNamesBelowAndTheFormerOneGoes() {
        List<NewCookie> kept = List.of(
                cookies(Map.of("allo.login.cookie-domain", "allo.example")).kept("t", NOW.plusSeconds(60), true));

        assertThat(kept).hasSize(4);
        assertThat(kept.subList(0, 2)).allSatisfy(former -> {
            assertThat(former.getDomain()).isNull();
            assertThat(former.getMaxAge()).isZero();
        });
        assertThat(kept.subList(2, 4)).allSatisfy(cookie -> {
            assertThat(cookie.getDomain()).isEqualTo("allo.example");
            assertThat(cookie.getValue()).isEqualTo("t");
            assertThat(cookie.getMaxAge()).isEqualTo(60);
            assertThat(cookie.isSecure()).isTrue();
        });
    }

    private static PageCookies cookies(Map<String, String> set) {
        LoginConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(LoginConfig.class)
                .withSources(new PropertiesConfigSource(set, "test", 1))
                .build()
                .getConfigMapping(LoginConfig.class);
        return new PageCookies(config, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
