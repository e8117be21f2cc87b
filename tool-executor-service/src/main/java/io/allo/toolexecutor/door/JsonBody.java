// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request's body as JSON: always an object, read with the same words for what is missing or mistyped. */
public final class JsonBody {
    private final JsonNode node;

    private JsonBody(JsonNode node) {
        this.node = node;
    }

    /** 400 unless it is a JSON object. */
    public static JsonBody of(@Nullable JsonNode body) {
        if (body == null || !body.isObject()) {
            throw ApiException.badRequest("a JSON body is required (expected: an object)");
        }
        return new JsonBody(body);
    }

    public JsonNode node() {
        return node;
    }

    /** A text, null when absent; 400 when it is something else. */
    public @Nullable String text(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw ApiException.badRequest("the field '" + field + "' has the wrong type (expected: string)");
        }
        return value.textValue().replace("\0", "");
    }

    /** The field {@code id}; 400 when it is missing or no UUID. */
    public UUID id() {
        String id = text("id");
        if (id == null || id.isBlank()) {
            throw ApiException.badRequest("id is required");
        }
        try {
            return UUID.fromString(id.strip());
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("the field 'id' has the wrong type (expected: uuid)");
        }
    }
}
