// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Is this JSON a JSON Schema (draft 2020-12) of a tool's arguments? References leave the document never: nothing is fetched. */
final class ParameterSchema {
    private static final int LARGEST = 32_768;
    private static final int LONGEST_PATTERN = 500;
    private static final int DEEPEST = 40;
    private static final Schema META = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    private ParameterSchema() {}

    /** What is wrong with it. */
    static Optional<String> fault(JsonNode schema) {
        if (!schema.isObject() || !schema.path("type").asText().equals("object")) {
            return Optional.of("expected a JSON Schema of type object");
        }
        if (schema.toString().length() > LARGEST) {
            return Optional.of("expected at most " + LARGEST + " characters");
        }
        if (isDeeperThan(schema, DEEPEST)) {
            return Optional.of("is nested deeper than " + DEEPEST);
        }
        return META.validate(schema).stream()
                .findFirst()
                .map(error -> "is no JSON Schema: " + error.getInstanceLocation() + " " + error.getMessage())
                .or(() -> inside(schema));
    }

    private static boolean isDeeperThan(JsonNode node, int depth) {
        if (depth == 0) {
            return true;
        }
        for (JsonNode child : node) {
            if (isDeeperThan(child, depth - 1)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> inside(JsonNode node) {
        for (String reference : new String[] {"$ref", "$dynamicRef"}) {
            if (node.path(reference).isTextual()
                    && !node.path(reference).asText().startsWith("#")) {
                return Optional.of(reference + " leaves the document (expected: one that begins with #)");
            }
        }
        if (node.path("pattern").isTextual()) {
            Optional<String> unfit = pattern(node.path("pattern").asText());
            if (unfit.isPresent()) {
                return unfit;
            }
        }
        for (JsonNode child : node) {
            Optional<String> fault = inside(child);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> pattern(String regex) {
        if (regex.length() > LONGEST_PATTERN) {
            return Optional.of("a pattern is longer than " + LONGEST_PATTERN + " characters");
        }
        try {
            Pattern.compile(regex);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("pattern " + regex + " is no regular expression");
        }
    }
}
