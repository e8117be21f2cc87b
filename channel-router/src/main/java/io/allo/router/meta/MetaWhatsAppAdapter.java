// SPDX-License-Identifier: Apache-2.0
package io.allo.router.meta;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.router.channel.ChannelAdapter;
import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.channel.TextParts;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.inbox.Media;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A message of a delivery in, texts of at most Meta's length out. */
final class MetaWhatsAppAdapter implements ChannelAdapter<MetaItem.Message, List<String>> {
    static final String PROVIDER = "meta";
    static final String PHONE_NUMBER_ID = "phone_number_id";
    private static final Set<String> MEDIA = Set.of("image", "video", "audio", "document", "sticker");
    private static final int LONGEST_TEXT = 4096;

    private final InstantSource clock;

    MetaWhatsAppAdapter(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Channel channel() {
        return Channel.WHATSAPP;
    }

    @Override
    public Optional<InboundMessage> parse(MetaItem.Message item) {
        JsonNode body = item.body();
        String sender = number(body.path("from").asText(""));
        String text = text(body);
        String id = body.path("id").asText("");
        if (sender.isEmpty() || id.isEmpty() || (text.isEmpty() && !MEDIA.contains(type(body)))) {
            return Optional.empty();
        }
        return Optional.of(new InboundMessage(
                Channel.WHATSAPP,
                PROVIDER,
                id,
                number(item.displayNumber()),
                ConversationKey.whatsAppId(sender),
                sender,
                InboundMessage.Kind.TEXT,
                text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text,
                metadata(item),
                Map.of(),
                clock.instant()));
    }

    @Override
    public List<String> render(OutboundMessage message) {
        return TextParts.of(message.text(), LONGEST_TEXT);
    }

    @Override
    public List<String> ignored() {
        return List.of();
    }

    /** {@code 33612345678}, or as people write it, → {@code +33612345678}; empty for what is no number. */
    static String number(String id) {
        String digits = id.replaceAll("[ +().-]", "");
        return digits.matches("[1-9][0-9]{6,14}") ? "+" + digits : "";
    }

    private static boolean spoken(JsonNode body) {
        return type(body).equals("audio") && body.path("audio").path("id").isTextual();
    }

    private static String type(JsonNode body) {
        return body.path("type").asText("");
    }

    private static String text(JsonNode body) {
        String type = type(body);
        return switch (type) {
            case "text" -> words(body.path("text").path("body"));
            case "image", "video", "document" -> words(body.path(type).path("caption"));
            case "button" -> words(body.path("button").path("text"));
            case "interactive" -> chosen(body.path("interactive"));
            case "location" -> place(body.path("location"));
            default -> ""; // reactions, contacts, orders and whatever Meta may invent
        };
    }

    /** An option that we numbered is chosen by its number, as a person would write it; any other by its words. */
    private static String chosen(JsonNode interactive) {
        JsonNode reply = interactive.path(interactive.path("type").asText(""));
        String id = words(reply.path("id"));
        return id.matches("[0-9]{1,2}") ? id : words(reply.path("title"));
    }

    /** {@code Position : Chez Mario, 1 rue X (48.85, 2.35)}. */
    private static String place(JsonNode location) {
        if (!location.path("latitude").isNumber() || !location.path("longitude").isNumber()) {
            return "";
        }
        List<String> place = new ArrayList<>();
        for (String name : List.of("name", "address")) {
            if (!words(location.path(name)).isEmpty()) {
                place.add(words(location.path(name)));
            }
        }
        String coordinates = location.path("latitude").asText() + ", "
                + location.path("longitude").asText();
        return "Position : " + (place.isEmpty() ? coordinates : String.join(", ", place) + " (" + coordinates + ")");
    }

    private static String words(JsonNode node) {
        return node.isTextual() ? node.asText().strip() : "";
    }

    private static Map<String, String> metadata(MetaItem.Message item) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("to", number(item.displayNumber()));
        metadata.put("message_sid", item.body().path("id").asText());
        metadata.put(PHONE_NUMBER_ID, item.phoneNumberId());
        metadata.put("message_type", type(item.body()));
        JsonNode interactive = item.body().path("interactive");
        String title =
                words(interactive.path(interactive.path("type").asText("")).path("title"));
        if (!title.isEmpty()) {
            metadata.put("button_title", title);
        }
        JsonNode media = item.body().path(type(item.body()));
        if (MEDIA.contains(type(item.body())) && media.path("id").isTextual()) {
            new Media(
                            media.path("mime_type").asText(spoken(item.body()) ? "audio/ogg" : ""),
                            media.path("id").asText())
                    .noteIn(metadata, 0);
        }
        return metadata;
    }
}
