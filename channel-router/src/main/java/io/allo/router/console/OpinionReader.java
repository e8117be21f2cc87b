// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.console.advice.Issue;
import io.allo.router.console.advice.Need;
import io.allo.router.console.advice.Opinion;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a model's answer, which may be wrapped in words or a code fence. What does not fit is left out. */
final class OpinionReader {
    private static final Set<String> KINDS = Set.of("error_code", "product", "version", "feature");
    private static final int MOST = 3;
    private static final int LONGEST = 300;
    private static final double USUAL = 0.7;

    private OpinionReader() {}

    /** @throws DecodeException when there is no JSON object in it that says whether it is sufficient */
    static Opinion read(String answer) {
        int from = answer.indexOf('{');
        int to = answer.lastIndexOf('}');
        if (from < 0 || to < from) {
            throw new DecodeException("the model answered no JSON object");
        }
        JsonObject json = new JsonObject(answer.substring(from, to + 1));
        if (!(json.getValue("sufficient") instanceof Boolean sufficient)) {
            throw new DecodeException("the model did not say whether it is sufficient");
        }
        double confidence = json.getValue("confidence") instanceof Number number ? number.doubleValue() : USUAL;
        return new Opinion(
                sufficient,
                Math.clamp(confidence, 0, 1),
                text(json.getValue("issue")).flatMap(OpinionReader::issue).orElse(null),
                text(json.getValue("main_issue")).orElse(null),
                entities(json.getValue("entities")),
                sufficient
                        ? List.of()
                        : texts(json.getValue("missing"), Need.values().length).stream()
                                .map(OpinionReader::need)
                                .flatMap(Optional::stream)
                                .toList(),
                sufficient ? List.of() : texts(json.getValue("questions"), MOST),
                texts(json.getValue("queries"), MOST));
    }

    private static Optional<Issue> issue(String name) {
        return Arrays.stream(Issue.values())
                .filter(issue -> issue.wireName().equals(name))
                .findFirst();
    }

    private static Optional<Need> need(String name) {
        return Arrays.stream(Need.values())
                .filter(need -> need.wireName().equals(name))
                .findFirst();
    }

    private static Map<String, List<String>> entities(@Nullable Object value) {
        Map<String, List<String>> entities = new TreeMap<>();
        if (value instanceof JsonObject given) {
            for (String kind : KINDS) {
                List<String> said = texts(given.getValue(kind), MOST);
                if (!said.isEmpty()) {
                    entities.put(kind, said);
                }
            }
        }
        return entities;
    }

    private static List<String> texts(@Nullable Object value, int most) {
        return value instanceof JsonArray array
                ? array.stream()
                        .filter(Objects::nonNull)
                        .map(OpinionReader::text)
                        .flatMap(Optional::stream)
                        .limit(most)
                        .toList()
                : List.of();
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() && text.length() <= LONGEST
                ? Optional.of(text.replace("\0", "").strip())
                : Optional.empty();
    }
}
