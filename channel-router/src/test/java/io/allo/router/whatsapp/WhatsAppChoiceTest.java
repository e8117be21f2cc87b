// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import static io.allo.router.conversation.ScriptedModel.say;
import static io.allo.router.whatsapp.Webhook.message;
import static io.allo.router.whatsapp.Webhook.twiml;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubTwilio;
import io.allo.router.stubs.TwilioPort;
import io.allo.router.twilio.Twiml;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An answer that numbers its options has buttons, where Twilio has content for so many. */
@QuarkusTest
class WhatsAppChoiceTest {
    private static final String THREE = "Laquelle ?\n1. Reine\n2. Calzone\n3. Quatre fromages";

    @TestHTTPResource
    URI base;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubTwilio twilio;

    @Inject
    ScriptedModel model;

    private Webhook webhook;
    private final String person = "+336" + ThreadLocalRandom.current().nextLong(10_000_000, 99_999_999);

    @BeforeEach
    void reset() {
        sessions.reset();
        twilio.reset();
        model.reset();
        sessions.agent(Webhook.CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        webhook = new Webhook(base);
    }

    @Test
    void threeOptionsAreThreeButtonsAndATapIsItsNumber_E31() {
        model.then(say(THREE));
        Map<String, String> first = message(person, "une pizza");

        assertThat(webhook.post(first).body()).isEqualTo(Twiml.EMPTY);
        assertThat(twilio.sentTo(person)).singleElement().satisfies(sent -> {
            assertThat(sent.contentSid()).isEqualTo(TwilioPort.CHOICE_OF_3);
            assertThat(sent.contentVariables())
                    .contains("\"1\":\"Laquelle ?", "\"2\":\"Reine\"", "\"4\":\"Quatre fromages\"");
        });
        assertThat(webhook.post(first).body()).as("the same message again").isEqualTo(Twiml.EMPTY);
        assertThat(twilio.sentTo(person)).hasSize(1);

        Map<String, String> tap = message(person, "Calzone");
        tap.putAll(Map.of("ButtonText", "Calzone", "ButtonPayload", "2", "MessageType", "button"));
        assertThat(webhook.post(tap).body()).isEqualTo(twiml("you said 2"));
    }

    @Test
    void withoutContentForSoManyTheyAreText_E31() {
        model.then(say("Laquelle ?\n1. Reine\n2. Calzone"));
        assertThat(webhook.post(message(person, "une pizza")).body()).contains("1. Reine");
    }

    @Test
    void whatTwilioRefusesIsText_E31() {
        model.then(say(THREE));
        twilio.refuse(1, 400);
        assertThat(webhook.post(message(person, "une pizza")).body()).contains("3. Quatre fromages");
    }
}
