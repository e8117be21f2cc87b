// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.chatmodel.ChatFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts tool calls together from the fragments of a stream. Servers differ: whole calls in one fragment, no index, no id, the same
 * index for all, arguments as an object. One thread.
 */
final class CallParts {
    private static final int MOST_CALLS = 32;
    private static final int LONGEST_ARGUMENTS = 65_536;
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final ObjectMapper mapper;
    private final List<Part> parts = new ArrayList<>();

    /** One call as it grows. */
    private static final class Part {
        private final @Nullable Integer index;
        private @Nullable String id;
        private @Nullable String name;
        private final StringBuilder arguments = new StringBuilder();

        Part(@Nullable Integer index) {
            this.index = index;
        }
    }

    /**
     * A whole call.
     *
     * @param arguments null when they are no JSON object: they were cut, or the model erred
     */
    record Whole(String id, String name, @Nullable Map<String, Object> arguments) {}

    CallParts(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    void add(JsonNode fragment) {
        JsonNode function = fragment.path("function");
        Part part = partOf(fragment, function);
        if (part.id == null && fragment.path("id").isTextual()) {
            part.id = fragment.path("id").textValue();
        }
        if (part.name == null && !function.path("name").asText().isEmpty()) {
            part.name = function.path("name").asText();
        }
        JsonNode arguments = function.path("arguments");
        if (arguments.isTextual()) {
            part.arguments.append(arguments.textValue());
        } else if (arguments.isObject()) {
            part.arguments.append(arguments);
        }
        if (part.arguments.length() > LONGEST_ARGUMENTS) {
            throw new ChatFailure(Kind.GARBAGE, "arguments longer than " + LONGEST_ARGUMENTS);
        }
    }

    /** The call that a fragment goes on with, or a new one. */
    private Part partOf(JsonNode fragment, JsonNode function) {
        Integer index = fragment.path("index").isInt() ? fragment.path("index").intValue() : null;
        Optional<Part> known = index == null
                ? parts.isEmpty() ? Optional.empty() : Optional.of(parts.getLast())
                : parts.reversed().stream()
                        .filter(part -> index.equals(part.index))
                        .findFirst();
        if (known.isPresent() && !beginsAnother(known.get(), fragment, function)) {
            return known.get();
        }
        if (parts.size() >= MOST_CALLS) {
            throw new ChatFailure(Kind.GARBAGE, "more than " + MOST_CALLS + " tool calls");
        }
        Part part = new Part(index);
        parts.add(part);
        return part;
    }

    private static boolean beginsAnother(Part known, JsonNode fragment, JsonNode function) {
        boolean named = !function.path("name").asText().isEmpty();
        String id = fragment.path("id").asText();
        if (!id.isEmpty() && known.id != null && !id.equals(known.id)) {
            return true;
        }
        return known.index == null && named && known.name != null;
    }

    /** @param finished false when the answer was cut: then even empty arguments are not to be trusted */
    List<Whole> whole(boolean finished) {
        List<Whole> calls = new ArrayList<>();
        for (Part part : parts) {
            String id = part.id == null || part.id.isBlank() ? "call" + (calls.size() + 1) : part.id;
            calls.add(new Whole(id, part.name == null ? "" : part.name, arguments(part, finished)));
        }
        return calls;
    }

    private @Nullable Map<String, Object> arguments(Part part, boolean finished) {
        String text = part.arguments.toString();
        if (text.isBlank()) {
            return finished ? Map.of() : null;
        }
        try {
            JsonNode read = mapper.readTree(text);
            JsonNode object = read.isTextual() ? mapper.readTree(read.textValue()) : read;
            return object.isObject() ? mapper.convertValue(object, OBJECT) : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
