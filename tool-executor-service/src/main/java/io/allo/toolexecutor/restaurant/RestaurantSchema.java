// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.restaurant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.toolexecutor.config.SchemaCheck;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The JSON Schema of a restaurant's document, whole or one part of it: what the file may say, the endpoints accept. */
@ApplicationScoped
public class RestaurantSchema {
    private static final String RESOURCE = "/import/restaurant.schema.json";

    private static final List<String> LISTS_AND_IDS = List.of(
            "$schema",
            "id",
            "accountId",
            "categories",
            "setMenus",
            "faqs",
            "rooms",
            "tables",
            "diningServices",
            "offers");

    private final JsonNode root;

    RestaurantSchema(ObjectMapper mapper) {
        try (InputStream in = RestaurantSchema.class.getResourceAsStream(RESOURCE)) {
            root = mapper.readTree(Objects.requireNonNull(in, RESOURCE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SchemaCheck whole() {
        return new SchemaCheck(root);
    }

    /** The settings alone, without the lists that are kept elsewhere and without what nobody may change. */
    public Part settings() {
        ObjectNode properties = root.path("properties").deepCopy();
        properties.remove(LISTS_AND_IDS);
        return new Part(new SchemaCheck(root), properties);
    }

    /** @param name of a definition under {@code $defs} */
    public Part part(String name) {
        JsonNode definition = root.path("$defs").path(name);
        ObjectNode schema = definition.deepCopy();
        schema.set("$defs", root.path("$defs"));
        return new Part(new SchemaCheck(schema), definition.path("properties"));
    }

    /** One kind of thing in the document. Thread-safe. */
    public static final class Part {
        private final SchemaCheck check;
        private final JsonNode properties;

        private Part(SchemaCheck check, JsonNode properties) {
            this.check = check;
            this.properties = properties;
        }

        public SchemaCheck check() {
            return check;
        }

        /**
         * Lays a change over what is stored: absent changes nothing, null removes, and fields that the document does not know
         * are dropped, since applications send their own beside ours.
         */
        public ObjectNode merged(ObjectNode stored, JsonNode change) {
            ObjectNode merged = stored.deepCopy();
            properties.fieldNames().forEachRemaining(name -> {
                JsonNode value = change.get(name);
                if (value != null && value.isNull()) {
                    merged.remove(name);
                } else if (value != null) {
                    merged.set(name, value);
                }
            });
            return merged;
        }
    }
}
