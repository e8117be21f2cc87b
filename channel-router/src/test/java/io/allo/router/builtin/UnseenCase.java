// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One line of a set of utterances that somebody wrote who does not know the model ({@code unseen_*.jsonl}).
 *
 * @param before what the caller said before, which leads to {@code state}
 * @param intents any of them is right
 * @param slots what must be understood
 * @param cartAfter the whole order afterwards; null when it is not looked at
 */
record UnseenCase(
        String id,
        String language,
        String state,
        List<String> before,
        String say,
        Set<String> intents,
        JsonNode slots,
        @Nullable JsonNode cartAfter) {

    static List<UnseenCase> read(Path file) throws IOException {
        List<UnseenCase> cases = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                cases.add(of(Pizzeria.JSON.readTree(line)));
            }
        }
        return cases;
    }

    /** An utterance may carry several intents: taking one of them for the main one is right. */
    private static UnseenCase of(JsonNode line) {
        Set<String> intents = texts(line.path("intentAny")).stream().collect(Collectors.toSet());
        intents.addAll(texts(line.path("also")));
        intents.add(line.path("intent").asText());
        return new UnseenCase(
                line.path("id").asText(),
                line.path("lang").asText(),
                line.path("state").asText(),
                texts(line.path("before")),
                line.path("say").asText(),
                intents,
                line.path("slots"),
                line.get("cartAfter"));
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
