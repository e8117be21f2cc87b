// SPDX-License-Identifier: Apache-2.0
package io.allo.router.meta;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a delivery holds: many of both kinds, each for a number of ours. */
sealed interface MetaItem {

    /**
     * A person wrote, or did something that is shown among the messages.
     *
     * @param phoneNumberId Meta's name for our number; answers go out under it
     * @param displayNumber our number as people dial it
     */
    record Message(String phoneNumberId, String displayNumber, JsonNode body) implements MetaItem {}

    /** What became of a message of ours. */
    record Report(JsonNode body) implements MetaItem {}

    /** In the order of the delivery; whatever is not of WhatsApp or not understood is left out. */
    static List<MetaItem> of(JsonNode delivery) {
        List<MetaItem> items = new ArrayList<>();
        if (!"whatsapp_business_account".equals(delivery.path("object").asText())) {
            return items;
        }
        for (JsonNode entry : delivery.path("entry")) {
            for (JsonNode change : entry.path("changes")) {
                if ("messages".equals(change.path("field").asText())) {
                    add(change.path("value"), items);
                }
            }
        }
        return items;
    }

    private static void add(JsonNode value, List<MetaItem> items) {
        JsonNode ours = value.path("metadata");
        for (JsonNode message : value.path("messages")) {
            items.add(new Message(
                    ours.path("phone_number_id").asText(""),
                    ours.path("display_phone_number").asText(""),
                    message));
        }
        for (JsonNode status : value.path("statuses")) {
            items.add(new Report(status));
        }
    }
}
