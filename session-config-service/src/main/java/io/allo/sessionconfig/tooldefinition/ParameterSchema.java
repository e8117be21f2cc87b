// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.allo.contracts.tools.LinearPattern;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Is this JSON a JSON Schema (draft 2020-12) of a tool's arguments? References leave the document never: nothing is fetched. */
final class ParameterSchema {
    private static final int LARGEST = 32_768;
    private static final int LONGEST_SHOWN = 100;
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
        Optional<String> unfit = patterns(node);
        if (unfit.isPresent()) {
            return unfit;
        }
        for (JsonNode child : node) {
            Optional<String> fault = inside(child);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    /** The names of {@code patternProperties} are patterns too. */
    private static Optional<String> patterns(JsonNode node) {
        Stream<String> named = node.path("patternProperties").propertyStream().map(Map.Entry::getKey);
        Stream<String> own =
                Stream.of(node.path("pattern")).filter(JsonNode::isTextual).map(JsonNode::asText);
        return Stream.concat(own, named)
                .flatMap(regex -> LinearPattern.fault(regex).stream().map(why -> "pattern " + shown(regex) + " " + why))
                .findFirst();
    }

    private static String shown(String regex) {
        return regex.length() <= LONGEST_SHOWN ? regex : regex.substring(0, LONGEST_SHOWN) + "…";
    }
}
