// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.allo.contracts.tools.LinearPattern;
import java.util.Comparator;
import java.util.Optional;

/**
 * Checks JSON against one JSON Schema (draft 2020-12) and words the first misfit so that a person or a model can repair it:
 * where, what was expected, what was given. Thread-safe.
 */
public final class SchemaCheck {
    private static final int LONGEST_VALUE = 60;

    /** Customers write patterns, and arguments are checked on event loops. */
    private static final SchemaRegistryConfig LINEAR = SchemaRegistryConfig.builder()
            .regularExpressionFactory(regex -> LinearPattern.of(regex)::test)
            .build();

    private final Schema schema;

    public SchemaCheck(JsonNode schema) {
        this.schema = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, registry -> registry.schemaRegistryConfig(LINEAR))
                .getSchema(schema);
    }

    /** The first misfit in document order; empty when the value fits. */
    public Optional<String> firstMisfit(JsonNode value) {
        return schema.validate(value).stream()
                .min(Comparator.comparing(error -> error.getInstanceLocation().toString()))
                .map(SchemaCheck::worded);
    }

    private static String worded(Error error) {
        String place = place(error);
        return switch (error.getKeyword()) {
            case "required" -> place(error, error.getProperty()) + " is missing (expected: a value, it is required)";
            case "enum" ->
                place + " is " + shown(error.getInstanceNode()) + " (expected: one of " + texts(error.getSchemaNode())
                        + ")";
            case "type" ->
                place + " is " + shown(error.getInstanceNode()) + " (expected: "
                        + error.getSchemaNode().asText() + ")";
            case "pattern" ->
                place + " is " + shown(error.getInstanceNode()) + " (expected: the form "
                        + error.getSchemaNode().asText() + ")";
            default ->
                place + ": " + error.getMessage() + " (expected: " + error.getKeyword() + " " + error.getSchemaNode()
                        + ")";
        };
    }

    private static String place(Error error) {
        String path = error.getInstanceLocation().toString();
        String name = path.startsWith("/") ? path.substring(1).replace('/', '.') : path.replaceFirst("^\\$\\.?", "");
        return name.isEmpty() ? "the document" : name;
    }

    private static String place(Error error, String property) {
        String parent = place(error);
        return parent.equals("the document") ? property : parent + "." + property;
    }

    private static String texts(JsonNode values) {
        StringBuilder text = new StringBuilder();
        values.forEach(value -> text.append(text.isEmpty() ? "" : ", ").append(value.asText()));
        return text.toString();
    }

    private static String shown(JsonNode value) {
        String text = value == null ? "absent" : value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
