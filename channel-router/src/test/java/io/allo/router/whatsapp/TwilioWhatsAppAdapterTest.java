// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.inbox.Media;
import io.allo.router.twilio.FormBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TwilioWhatsAppAdapterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private final TwilioWhatsAppAdapter adapter = new TwilioWhatsAppAdapter(InstantSource.fixed(NOW));

    @Test
    void readsATextMessage_E6_E10_E15() {
        InboundMessage message = parse("MessageSid=SM1&From=whatsapp%3A%2B33612345678&To=whatsapp%3A%2B33939240575"
                + "&Body=Bonjour&NumMedia=0&ProfileName=Jean");

        assertThat(message.contact())
                .isEqualTo(new Contact(Channel.WHATSAPP, "+33939240575", "+33612345678", "wa_+33612345678"));
        assertThat(message.text()).isEqualTo("Bonjour");
        assertThat(message.messageId()).isEqualTo("SM1");
        assertThat(message.metadata()).containsEntry("to", "+33939240575").containsEntry("message_sid", "SM1");
        assertThat(message.rawPayload()).containsEntry("ProfileName", "Jean");
        assertThat(message.timestamp()).isEqualTo(NOW);
    }

    @Test
    void ignoresAMessageWithoutTextOrSender_E9() {
        assertThat(adapter.parse(form("From=whatsapp%3A%2B336&Body=+"))).isEmpty();
        assertThat(adapter.parse(form("Body=Bonjour"))).isEmpty();
        assertThat(adapter.parse(form(""))).isEmpty();
    }

    @Test
    void whatComesWithoutAWordIsAMessageToo_E31_E33() {
        String spoken =
                "From=%2B336&Body=&NumMedia=2&MediaUrl0=https%3A%2F%2Fapi.twilio.com%2Fa&MediaContentType0=audio%2Fogg"
                        + "&MediaUrl1=https%3A%2F%2Fapi.twilio.com%2Fb&MediaContentType1=image%2Fjpeg";

        assertThat(parse(spoken).text()).isEmpty();
        assertThat(Media.of(parse(spoken).metadata()))
                .containsExactly(
                        new Media("audio/ogg", "https://api.twilio.com/a"),
                        new Media("image/jpeg", "https://api.twilio.com/b"));
        assertThat(parse("From=%2B336&Body=Voici&NumMedia=1").text()).isEqualTo("Voici");
        assertThat(adapter.parse(form("From=%2B336&Body=&NumMedia=0"))).isEmpty();
    }

    @Test
    void turnsAPositionIntoWords() {
        assertThat(parse("From=%2B336&Latitude=48.85&Longitude=2.35&Label=Chez+Mario&Address=1+rue+X")
                        .text())
                .isEqualTo("Position : Chez Mario, 1 rue X (48.85, 2.35)");
        assertThat(parse("From=%2B336&Latitude=48.85&Longitude=2.35").text()).isEqualTo("Position : 48.85, 2.35");
    }

    @Test
    void takesTheWordsOfAButton() {
        InboundMessage message = parse("From=%2B336&Body=&ButtonText=Confirmer&ButtonPayload=yes");

        assertThat(message.text()).isEqualTo("Confirmer");
        assertThat(message.metadata()).containsEntry("button_payload", "yes");
    }

    @Test
    void rendersASilentTransferAsNothing_E16_E35() {
        var silent = new OutboundMessage("", OutboundMessage.Action.TRANSFER, "wa_+336", Map.of());

        assertThat(adapter.render(silent)).isEqualTo(adapter.ignored());
    }

    private InboundMessage parse(String body) {
        return adapter.parse(form(body)).orElseThrow();
    }

    private static FormBody form(String body) {
        return FormBody.parse(body.getBytes(StandardCharsets.US_ASCII));
    }
}
