// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.DialogueFacts;
import io.allo.contracts.session.SessionConfig.NumberedItem;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The restaurant of an utterance set: facts from {@code restaurant_<language>.json} in the form of the session's {@code allo} part. */
record UtteranceRestaurant(String language, DialogueFacts facts) {

    static UtteranceRestaurant of(String language) throws IOException {
        Path file = Path.of("src/test/resources/utterances/restaurant_" + language + ".json");
        return new UtteranceRestaurant(language, Pizzeria.JSON.readValue(file.toFile(), DialogueFacts.class));
    }

    NumberedItem item(int number) {
        return facts.items().stream()
                .filter(item -> item.number() == number)
                .findFirst()
                .orElseThrow();
    }

    SessionConfig session() {
        SessionConfig tools = Pizzeria.session(Set.of(), Set.of("reservations"), null);
        return new SessionConfig(
                "prompt",
                tools.tools(),
                "sage",
                "",
                Map.of(),
                null,
                Map.of(),
                null,
                "EUR",
                BigDecimal.ONE,
                "Europe/Paris",
                25,
                true,
                true,
                true,
                null,
                false,
                null,
                facts);
    }

    /** The name of the first group of which something must still be chosen. */
    String firstMissing(Map<String, Object> order) {
        for (Object line : (List<?>) order.getOrDefault("lines", List.of())) {
            Map<?, ?> fields = (Map<?, ?>) line;
            List<?> chosen = fields.get("options") instanceof List<?> options ? options : List.of();
            for (OptionGroup group : item((Integer) fields.get("number")).options()) {
                boolean taken =
                        chosen.stream().anyMatch(option -> group.name().equals(((Map<?, ?>) option).get("group")));
                if (group.required() && !taken) {
                    return group.name();
                }
            }
        }
        return "";
    }
}
