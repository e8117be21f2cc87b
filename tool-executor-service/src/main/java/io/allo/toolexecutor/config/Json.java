// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** JSON text to and from values, for {@code jsonb} columns and stored answers. */
@ApplicationScoped
public class Json {
    private final ObjectMapper mapper;

    Json(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <T> T read(String json, TypeReference<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <T> T read(String json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Map<String, Object> readMap(String json) {
        return read(json, new TypeReference<Map<String, Object>>() {});
    }

    public List<Map<String, Object>> readMaps(String json) {
        return read(json, new TypeReference<List<Map<String, Object>>>() {});
    }

    public List<String> readTexts(String json) {
        return read(json, new TypeReference<List<String>>() {});
    }
}
