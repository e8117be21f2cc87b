// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.twilio.TwilioConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the variables of the specification (B.7) make of a start; PORT and DATABASE_URL: {@code PlatformVariablesTest}. */
class ConsoleStartTest {
    private static final Map<String, String> TWILIO = Map.of(
            "TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef",
            "TWILIO_AUTH_TOKEN", "token",
            "TWILIO_PHONE_NUMBER", "+33939249011",
            "TWILIO_WEBSOCKET_URL", "https://console.example.com");

    /** As the packaged service reads them. */
    private static SmallRyeConfig started(Map<String, String> variables) throws IOException {
        URL properties =
                Objects.requireNonNull(ConsoleStartTest.class.getClassLoader().getResource("application.properties"));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withProfile("prod")
                .withSources(new PropertiesConfigSource(properties, 250), new EnvConfigSource(variables, 300))
                .withMapping(ConsoleConfig.class)
                .withMapping(TwilioConfig.class)
                .withValidateUnknown(false)
                .build();
    }

    private static Dialler telephone(Map<String, String> variables) throws IOException {
        SmallRyeConfig config = started(variables);
        ConsoleConfig console = config.getConfigMapping(ConsoleConfig.class);
        TwilioConfig twilio = config.getConfigMapping(TwilioConfig.class);
        Clock clock = Clock.systemUTC();
        ConsoleTwiml twiml = new ConsoleTwiml(console, twilio, null, clock);
        return new Diallers(List.of(new TwilioDialler(twilio, console, twiml)), console).current();
    }

    @ParameterizedTest(name = "without {0}")
    @CsvSource({"TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_PHONE_NUMBER", "TWILIO_WEBSOCKET_URL"})
    @DisplayName("B60, B61: one of Twilio's variables is missing: no telephone, and nothing fails")
    void withoutOneOfThemThereIsNoTelephone(String missing) throws IOException {
        Map<String, String> variables = new HashMap<>(TWILIO);
        variables.remove(missing);

        assertThat(telephone(variables).available()).isFalse();
    }

    @Test
    @DisplayName("B60, B81: with all of them calls are placed by Twilio, and streams come by wss")
    void withAllOfThemTwilioCalls() throws IOException {
        Dialler telephone = telephone(TWILIO);

        assertThat(telephone.available()).isTrue();
        assertThat(telephone.kind()).isEqualTo(ConsoleConfig.Dialling.TWILIO);
        SmallRyeConfig config = started(TWILIO);
        assertThat(new ConsoleTwiml(
                                config.getConfigMapping(ConsoleConfig.class),
                                config.getConfigMapping(TwilioConfig.class),
                                null,
                                Clock.systemUTC())
                        .streamUrl())
                .contains("wss://console.example.com/twilio/media-stream");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"twilio, TWILIO, false", "trunk, TRUNK, false", "demo, DEMO, false", ", TWILIO, false"})
    @DisplayName("B60: nothing is set but how calls are placed: the page starts")
    void anyWayOfDiallingStarts(String dialling, ConsoleConfig.Dialling kind, boolean available) throws IOException {
        Dialler telephone = telephone(dialling == null ? Map.of() : Map.of("ALLO_CONSOLE_DIALLING", dialling));

        assertThat(telephone.kind()).isEqualTo(kind);
        assertThat(telephone.available()).isEqualTo(available);
    }

    @Test
    @DisplayName("B60: OPENAI_API_KEY is the key of Whisper; without it there is none, and French is the language")
    void openAisKeyIsWhispers() throws IOException {
        ConsoleConfig with = started(Map.of("OPENAI_API_KEY", "sk-1")).getConfigMapping(ConsoleConfig.class);
        ConsoleConfig without = started(Map.of()).getConfigMapping(ConsoleConfig.class);

        assertThat(with.whisper().apiKey()).contains("sk-1");
        assertThat(with.whisper().model()).isEqualTo("whisper-1");
        assertThat(without.whisper().apiKey()).isEmpty();
        assertThat(without.language()).isEqualTo("fr");
    }
}
