// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.AnsweredQuestion;
import io.allo.contracts.session.SessionConfig.DialogueFacts;
import io.allo.contracts.session.SessionConfig.NumberedItem;
import io.allo.contracts.session.SessionConfig.OptionChoice;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The demo's restaurant as a session, numbered as session-config-service numbers it. */
record DemoRestaurant(DialogueFacts facts) {
    private static final Path FILE = Path.of("../dev-launcher/src/main/resources/demo/restaurant.json");

    static DemoRestaurant read() throws IOException {
        JsonNode file = Pizzeria.JSON.readTree(FILE.toFile());
        List<NumberedItem> items = new ArrayList<>();
        file.path("categories")
                .forEach(category -> category.path("items")
                        .forEach(item -> items.add(item(
                                items.size() + 1, item, category.path("name").asText()))));
        file.path("setMenus").forEach(menu -> items.add(item(items.size() + 1, menu, null)));
        List<AnsweredQuestion> faqs = new ArrayList<>();
        file.path("faqs")
                .forEach(faq -> faqs.add(new AnsweredQuestion(
                        faq.path("question").asText(),
                        faq.path("answer").asText(),
                        faq.path("category").asText())));
        return new DemoRestaurant(new DialogueFacts(
                file.path("name").asText(),
                Map.of(
                        "fr", file.path("openingHoursText").path("fr").asText(),
                        "en", file.path("openingHoursText").path("en").asText()),
                items,
                faqs,
                file.path("deliveryFee").decimalValue(),
                file.path("minOrderAmount").decimalValue(),
                file.path("deliveryFreeAbove").decimalValue()));
    }

    private static NumberedItem item(int number, JsonNode item, @Nullable String category) {
        List<OptionGroup> groups = new ArrayList<>();
        for (JsonNode group : item.path("options")) {
            List<OptionChoice> choices = new ArrayList<>();
            group.path("choices")
                    .forEach(choice -> choices.add(new OptionChoice(
                            choice.path("label").asText(),
                            null,
                            choice.path("price_modifier").decimalValue())));
            groups.add(new OptionGroup(
                    group.path("name").asText(),
                    group.path("required").asBoolean(),
                    group.path("type").asText().equals("multi_choice"),
                    group.has("max_choices") ? group.path("max_choices").asInt() : null,
                    choices));
        }
        return new NumberedItem(
                number,
                item.path("name").asText(),
                item.path("price").decimalValue(),
                category,
                item.path("description").asText(),
                UnseenCase.texts(item.path("allergens")),
                groups);
    }

    NumberedItem item(int number) {
        return facts.items().get(number - 1);
    }

    NumberedItem item(String name) {
        return facts.items().stream()
                .filter(item -> item.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    SessionConfig session() {
        return new UtteranceRestaurant("fr", facts).session();
    }
}
