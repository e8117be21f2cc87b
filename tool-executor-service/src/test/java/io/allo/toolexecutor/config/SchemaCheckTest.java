// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Patterns of customers, run on the event loop. */
class SchemaCheckTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    @Timeout(5)
    void aHostilePatternAndTenKilobytesCostNoTime() {
        SchemaCheck check = new SchemaCheck(schema("(a+)+$"));

        assertThat(check.firstMisfit(argument("a".repeat(9_999) + "!")))
                .get()
                .asString()
                .contains("x is ");
        assertThat(check.firstMisfit(argument("a".repeat(9_999)))).isEmpty();
    }

    @Test
    void aPatternStoredBeforeItWasRefusedAsksNothing() {
        assertThat(new SchemaCheck(schema("^(?!b)a")).firstMisfit(argument("b")))
                .isEmpty();
    }

    @Test
    void whatDoesNotFitIsTold() {
        assertThat(new SchemaCheck(schema("^[0-9]{5}$")).firstMisfit(argument("7501")))
                .hasValue("x is \"7501\" (expected: the form ^[0-9]{5}$)");
    }

    private static ObjectNode schema(String pattern) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        schema.putObject("properties").putObject("x").put("type", "string").put("pattern", pattern);
        return schema;
    }

    private static ObjectNode argument(String text) {
        return JSON.objectNode().put("x", text);
    }
}
