// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.net.URL;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators of the systems before us set in the environment. */
class VariablesTest {
    private static final String KEY = "f0e1d2c3b4a5968778695a4b3c2d1e0f00112233445566778899aabbccddeeff";

    @Test
    @DisplayName("A115: SIP_DOMAIN, SIP_USERNAME and SIP_PASSWORD are the demo's SIP account, with their defaults")
    void sipAccountOfTheDemo() throws IOException {
        SmallRyeConfig bare = with(Map.of());
        SmallRyeConfig set = with(Map.of("SIP_DOMAIN", "sip.example.org", "SIP_USERNAME", "u", "SIP_PASSWORD", "p"));

        assertThat(bare.getValue("allo.demo-sip.domain", String.class)).isEqualTo("sip.twilio.com");
        assertThat(bare.getOptionalValue("allo.demo-sip.username", String.class))
                .isEmpty();
        assertThat(bare.getOptionalValue("allo.demo-sip.password", String.class))
                .isEmpty();
        assertThat(set.getValue("allo.demo-sip.domain", String.class)).isEqualTo("sip.example.org");
        assertThat(set.getValue("allo.demo-sip.username", String.class)).isEqualTo("u");
        assertThat(set.getValue("allo.demo-sip.password", String.class)).isEqualTo("p");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "zz", KEY + "0"})
    @DisplayName(
            "A34, A115: without ENCRYPTION_KEY, or with one that is not 64 hex characters, the service does not start")
    void encryptionKey(String value) throws IOException, NoSuchMethodException {
        String read = with(value.isEmpty() ? Map.of() : Map.of("ENCRYPTION_KEY", value))
                .getValue("allo.encryption-key", String.class);

        assertThat(accepted(read)).isFalse();
        assertThat(accepted(with(Map.of("ENCRYPTION_KEY", KEY)).getValue("allo.encryption-key", String.class)))
                .isTrue();
    }

    /** By the rule that Quarkus checks before the service starts. */
    private static boolean accepted(String key) throws NoSuchMethodException {
        return key.matches(ServiceConfig.class
                .getMethod("encryptionKey")
                .getAnnotation(Pattern.class)
                .regexp());
    }

    private static SmallRyeConfig with(Map<String, String> environment) throws IOException {
        URL properties = ServiceConfig.class.getResource("/application.properties");
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(properties, 100), new EnvConfigSource(environment, 300))
                .build();
    }
}
