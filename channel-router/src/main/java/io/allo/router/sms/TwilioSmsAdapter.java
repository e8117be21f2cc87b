// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sms;

import io.allo.router.channel.ChannelAdapter;
import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.Channel;
import io.allo.router.twilio.FormBody;
import io.allo.router.twilio.TwilioMedia;
import io.allo.router.twilio.Twiml;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Twilio's form in, TwiML out. */
final class TwilioSmsAdapter implements ChannelAdapter<FormBody, String> {
    static final String PROVIDER = "twilio-sms";
    private static final int MAX_TEXT = 4096;

    /** Somebody who can be answered: no name of a sender, no short code. */
    private static final Pattern PERSON = Pattern.compile("\\+[1-9][0-9]{6,14}");

    private final InstantSource clock;
    private final int maxSegments;

    TwilioSmsAdapter(InstantSource clock, int maxSegments) {
        this.clock = clock;
        this.maxSegments = maxSegments;
    }

    @Override
    public Channel channel() {
        return Channel.SMS;
    }

    @Override
    public Optional<InboundMessage> parse(FormBody form) {
        String text = form.value("Body").strip();
        if (sender(form).isEmpty() || (text.isEmpty() && !TwilioMedia.isIn(form))) {
            return Optional.empty();
        }
        String sender = sender(form).get();
        String messageId = messageId(form);
        return Optional.of(new InboundMessage(
                Channel.SMS,
                PROVIDER,
                messageId,
                called(form),
                sessionId(sender),
                sender,
                InboundMessage.Kind.TEXT,
                text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text,
                metadata(form, messageId),
                form.asMap(),
                clock.instant()));
    }

    @Override
    public String render(OutboundMessage message) {
        return Twiml.messages(SmsText.parts(message.text(), maxSegments));
    }

    @Override
    public String ignored() {
        return Twiml.EMPTY;
    }

    static String sessionId(String sender) {
        return "sms_" + sender;
    }

    static String called(FormBody form) {
        return form.value("To").strip();
    }

    /** Empty for whoever cannot be answered. */
    static Optional<String> sender(FormBody form) {
        return Optional.of(form.value("From").strip())
                .filter(number -> PERSON.matcher(number).matches());
    }

    private static String messageId(FormBody form) {
        for (String name : List.of("MessageSid", "SmsMessageSid", "SmsSid")) {
            if (!form.value(name).isBlank()) {
                return form.value(name).strip();
            }
        }
        return "none-" + UUID.randomUUID(); // cannot be recognised when it comes again
    }

    private static Map<String, String> metadata(FormBody form, String messageId) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("to", called(form));
        metadata.put("message_sid", messageId);
        for (String name : List.of("NumSegments", "NumMedia")) {
            if (!form.value(name).isBlank()) {
                metadata.put("num_" + name.substring(3).toLowerCase(Locale.ROOT), form.value(name));
            }
        }
        TwilioMedia.noteIn(metadata, form);
        return metadata;
    }
}
