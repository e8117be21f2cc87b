// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.inbox.ReplyPush.Outcome;
import io.allo.router.inbox.ReplyPush.Recipient;
import io.allo.router.twilio.TwilioConfig;
import io.allo.router.twilio.TwilioMessages;
import io.allo.testkit.provider.TwilioMessagesServer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may be written to whom, against a stand-in that refuses what Twilio refuses. */
class WhatsAppPushTest {
    private static final String OURS = "+33939240575";
    private static final String PERSON = "+33612345678";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String TEMPLATE = "HX00000000000000000000000000000001";

    private final TwilioMessagesServer twilio = new TwilioMessagesServer("AC1", "token", Set.of(OURS));

    @BeforeEach
    void start() {
        twilio.start();
    }

    @AfterEach
    void stop() {
        twilio.close();
    }

    private Outcome push(@Nullable Instant lastWrote, String words, Map<String, String> settings) {
        Map<String, String> values = new HashMap<>(settings);
        values.put("allo.twilio.api-url", twilio.uri().toString());
        values.put("allo.twilio.account-sid", "AC1");
        values.put("allo.twilio.auth-token", "token");
        Converter<Duration> seconds = text -> Duration.parse("PT" + text);
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(TwilioConfig.class)
                .withMapping(WhatsAppConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withConverter(Duration.class, 200, seconds)
                .build();
        WhatsAppPush push = new WhatsAppPush(
                new TwilioMessages(config.getConfigMapping(TwilioConfig.class)),
                config.getConfigMapping(WhatsAppConfig.class),
                Clock.fixed(NOW, ZoneOffset.UTC));
        return push.push(new Recipient("account", PERSON, OURS, Map.of(), lastWrote), words)
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private Map<String, String> sent() {
        assertThat(twilio.messagesTo("whatsapp:" + PERSON)).hasSize(1);
        return twilio.messagesTo("whatsapp:" + PERSON).getFirst();
    }

    @Test
    void within24HoursItIsFree() {
        assertThat(push(NOW.minus(Duration.ofHours(23)), "Bonjour", Map.of("allo.whatsapp.template-sid", TEMPLATE)))
                .isInstanceOf(Outcome.Sent.class);
        assertThat(sent()).containsEntry("Body", "Bonjour").doesNotContainKey("ContentSid");
    }

    @Test
    void laterTheApprovedTemplateGoesWithTheWordsAsItsVariable_E31() {
        assertThat(push(
                        NOW.minus(Duration.ofHours(25)),
                        "Bonjour\nà vous",
                        Map.of("allo.whatsapp.template-sid", TEMPLATE)))
                .isInstanceOf(Outcome.Sent.class);
        assertThat(sent())
                .containsEntry("ContentSid", TEMPLATE)
                .containsEntry("ContentVariables", "{\"1\":\"Bonjour à vous\"}")
                .doesNotContainKey("Body");
    }

    @Test
    void whoNeverWroteGetsTheTemplateToo() {
        push(null, "Bonjour", Map.of("allo.whatsapp.template-sid", TEMPLATE));
        assertThat(sent()).containsEntry("ContentSid", TEMPLATE);
    }

    @Test
    void withoutATemplateNothingGoes() {
        assertThat(push(null, "Bonjour", Map.of())).isInstanceOf(Outcome.Refused.class);
        assertThat(twilio.messagesTo("whatsapp:" + PERSON)).isEmpty();
    }

    @Test
    void aChoiceHasItsContentOnlyWithin24Hours_E31() {
        Map<String, String> settings = Map.of(
                "allo.whatsapp.template-sid",
                TEMPLATE,
                "allo.whatsapp.choices.\"2\"",
                "HX00000000000000000000000000000002");
        push(NOW, "Quand ?\n1. Midi\n2. Soir", settings);
        assertThat(sent()).containsEntry("ContentSid", "HX00000000000000000000000000000002");
    }
}
