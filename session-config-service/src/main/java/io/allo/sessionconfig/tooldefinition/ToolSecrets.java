// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.sessionconfig.secret.StoredSecrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Headers of requests to customers' servers: each value is treated as a secret, whether it is one or not. Call from a worker
 * thread.
 */
@ApplicationScoped
class ToolSecrets {
    private static final TypeReference<LinkedHashMap<String, String>> TEXTS = new TypeReference<>() {};

    private final StoredSecrets secrets;
    private final ObjectMapper json;

    ToolSecrets(StoredSecrets secrets, ObjectMapper json) {
        this.secrets = secrets;
        this.json = json;
    }

    /** Null when there are none. */
    @Nullable
    String sealed(UUID row, Map<String, String> headers) {
        try {
            return headers.isEmpty() ? null : secrets.encrypt(row.toString(), json.writeValueAsString(headers));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> open(UUID row, @Nullable String sealed) {
        try {
            return sealed == null ? Map.of() : json.readValue(secrets.decrypt(row.toString(), sealed), TEXTS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Their names, with {@link ToolConfigForm#MASK} for each value. */
    static Map<String, String> masked(Map<String, String> headers) {
        return headers.keySet().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> ToolConfigForm.MASK, (one, other) -> one, LinkedHashMap::new));
    }

    /** What is to be stored: a masked value is the one that was. */
    static Map<String, String> merged(Map<String, String> wanted, Map<String, String> before) {
        Map<String, String> headers = new LinkedHashMap<>();
        wanted.forEach((name, value) -> {
            String kept = value.equals(ToolConfigForm.MASK) ? before.get(name) : value;
            if (kept != null) {
                headers.put(name, kept);
            }
        });
        return headers;
    }
}
