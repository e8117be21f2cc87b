// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import io.allo.router.channel.ChannelAdapter;
import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.channel.TextParts;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.twilio.FormBody;
import io.allo.router.twilio.TwilioMedia;
import io.allo.router.twilio.Twiml;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Twilio's form in, TwiML out. */
final class TwilioWhatsAppAdapter implements ChannelAdapter<FormBody, String> {
    static final String PROVIDER = "twilio";
    private static final String PREFIX = "whatsapp:";
    private static final int MAX_TEXT = 4096;

    private final InstantSource clock;

    TwilioWhatsAppAdapter(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Channel channel() {
        return Channel.WHATSAPP;
    }

    @Override
    public Optional<InboundMessage> parse(FormBody form) {
        String sender = number(form.value("From"));
        String text = text(form);
        String called = number(form.value("To"));
        String messageId = messageId(form);
        Map<String, String> metadata = metadata(form, called, messageId);
        if (sender.isEmpty() || (text.isEmpty() && !TwilioMedia.isIn(form))) {
            return Optional.empty();
        }
        return Optional.of(new InboundMessage(
                Channel.WHATSAPP,
                PROVIDER,
                messageId,
                called,
                sessionId(sender),
                sender,
                InboundMessage.Kind.TEXT,
                text,
                metadata,
                form.asMap(),
                clock.instant()));
    }

    @Override
    public String render(OutboundMessage message) {
        return Twiml.messages(TextParts.of(message.text(), TextParts.LIMIT));
    }

    @Override
    public String ignored() {
        return Twiml.EMPTY;
    }

    static String sessionId(String sender) {
        return ConversationKey.whatsAppId(sender);
    }

    /** {@code whatsapp:+33612345678} → {@code +33612345678}. */
    static String number(String address) {
        String number = address.strip();
        return number.startsWith(PREFIX) ? number.substring(PREFIX.length()).strip() : number;
    }

    static String address(String number) {
        return PREFIX + number;
    }

    private static String messageId(FormBody form) {
        for (String name : List.of("MessageSid", "SmsMessageSid", "SmsSid")) {
            if (!form.value(name).isBlank()) {
                return form.value(name).strip();
            }
        }
        return "none-" + UUID.randomUUID(); // cannot be recognised when it comes again
    }

    /** An option that we numbered is chosen by its number, as a person would write it; any other by its words. */
    private static String text(FormBody form) {
        for (String name : List.of("ButtonPayload", "ListId")) {
            if (form.value(name).strip().matches("[0-9]{1,2}")) {
                return form.value(name).strip();
            }
        }
        for (String name : List.of("Body", "ButtonText", "ListTitle")) {
            if (!form.value(name).isBlank()) {
                String text = form.value(name).strip();
                return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
            }
        }
        return location(form);
    }

    /** A shared position becomes words: {@code Position : Chez Mario, 1 rue X (48.85, 2.35)}. */
    private static String location(FormBody form) {
        String latitude = form.value("Latitude").strip();
        String longitude = form.value("Longitude").strip();
        if (latitude.isEmpty() || longitude.isEmpty()) {
            return "";
        }
        List<String> place = new ArrayList<>();
        for (String name : List.of("Label", "Address")) {
            if (!form.value(name).isBlank()) {
                place.add(form.value(name).strip());
            }
        }
        String coordinates = latitude + ", " + longitude;
        return "Position : " + (place.isEmpty() ? coordinates : String.join(", ", place) + " (" + coordinates + ")");
    }

    private static Map<String, String> metadata(FormBody form, String called, String messageId) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("to", called);
        metadata.put("message_sid", messageId);
        for (String name : List.of("ButtonPayload", "ListId", "MessageType", "NumMedia", "OriginalRepliedMessageSid")) {
            if (!form.value(name).isBlank()) {
                metadata.put(snake(name), form.value(name));
            }
        }
        TwilioMedia.noteIn(metadata, form);
        return metadata;
    }

    private static String snake(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
