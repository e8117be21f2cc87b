// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.InboundMessage.Kind;
import io.allo.router.conversation.Channel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SenderLimitsTest {
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final Clock clock = new Clock() {
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
    };
    private final SenderLimits limits = new SenderLimits(config(), new SimpleMeterRegistry(), clock);

    private static InboxConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(InboxConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(
                        Map.of("allo.inbox.sender-per-minute", "3", "allo.inbox.sender-per-day", "5"), "test", 100))
                .build()
                .getConfigMapping(InboxConfig.class);
    }

    private String limited(String account, String sender, Channel channel) {
        InboundMessage message = new InboundMessage(
                channel,
                "twilio",
                "SM1",
                "+33939240575",
                "wa_" + sender,
                sender,
                Kind.TEXT,
                "bonjour",
                Map.of("a", "b"),
                Map.of(),
                now);
        InboundMessage judged = limits.judged(message, account);
        assertThat(judged.metadata()).containsEntry("a", "b");
        return judged.metadata().getOrDefault("limited", "no");
    }

    @Test
    void theFirstBeyondTheMinuteIsToldAndTheOthersAreNot() {
        assertThat(IntStream.range(0, 6).mapToObj(i -> limited("a", "+33612345678", Channel.WHATSAPP)))
                .containsExactly("no", "no", "no", "told", "silent", "silent");
    }

    @Test
    void anotherMinuteAnotherPersonAndAnotherBusinessBeginAnew() {
        IntStream.range(0, 4).forEach(i -> limited("a", "+33612345678", Channel.WHATSAPP));

        assertThat(limited("a", "+33612345679", Channel.WHATSAPP)).isEqualTo("no");
        assertThat(limited("b", "+33612345678", Channel.WHATSAPP)).isEqualTo("no");
        now = now.plusSeconds(60);
        assertThat(limited("a", "+33612345678", Channel.WHATSAPP)).isEqualTo("no");
    }

    @Test
    void aDayHasItsOwnLimit() {
        for (int i = 0; i < 5; i++) {
            assertThat(limited("a", "+33612345678", Channel.SMS)).isEqualTo("no");
            now = now.plusSeconds(60);
        }

        assertThat(limited("a", "+33612345678", Channel.SMS)).isEqualTo("told");
        now = now.plus(Duration.ofDays(1));
        assertThat(limited("a", "+33612345678", Channel.SMS)).isEqualTo("no");
    }

    @Test
    void onAWebPageEachMessageHasItsAnswer() {
        IntStream.range(0, 4).forEach(i -> limited("a", "visitor", Channel.WEB));

        assertThat(limited("a", "visitor", Channel.WEB)).isEqualTo("told");
    }
}
