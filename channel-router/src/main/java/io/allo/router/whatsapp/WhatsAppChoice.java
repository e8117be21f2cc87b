// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import io.allo.router.channel.NumberedOptions;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer with numbered options as one of Twilio's content resources, which it can send in the 24 hours without an approval. */
final class WhatsAppChoice {
    private static final int MOST_BUTTONS = 3;
    private static final int BUTTON = 20;
    private static final int ROW = 24;
    private static final int LONGEST_TEXT = 1024;

    private WhatsAppChoice() {}

    /** {@code ContentSid} and {@code ContentVariables}; empty where there is no choice, or no content for so many options. */
    static Optional<Map<String, String>> of(String text, Map<Integer, String> contents) {
        List<String> options = NumberedOptions.in(text);
        String sid = contents.get(options.size());
        int room = options.size() <= MOST_BUTTONS ? BUTTON : ROW;
        List<String> titles = options.stream()
                .map(option -> NumberedOptions.cut(option, room))
                .distinct()
                .toList();
        if (sid == null || options.isEmpty() || titles.size() < options.size() || text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("1", text);
        for (int i = 0; i < titles.size(); i++) {
            variables.put(Integer.toString(i + 2), titles.get(i));
        }
        return Optional.of(Map.of("ContentSid", sid, "ContentVariables", new JsonObject(variables).encode()));
    }
}
