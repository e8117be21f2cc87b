// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed reading of a JSON object; a value of another type is an {@link IllegalArgumentException}. */
record Fields(Map<String, Object> values) {

    String text(String name, String otherwise) {
        return values.get(name) instanceof String text ? text : otherwise;
    }

    @Nullable
    String textOrNull(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    int number(String name) {
        return values.get(name) instanceof Number number ? number.intValue() : 0;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    List<String> texts(String name) {
        if (!(values.get(name) instanceof List<?> list)) {
            throw new IllegalArgumentException(name + ": no list");
        }
        return list.stream().map(String::valueOf).toList();
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    Fields object(String name) {
        return of(values.get(name));
    }

    List<Fields> objects(String name) {
        if (!(values.get(name) instanceof List<?> list)) {
            throw new IllegalArgumentException(name + ": no list");
        }
        return list.stream().map(Fields::of).toList();
    }

    List<Integer> numbers(String name) {
        if (!(values.get(name) instanceof List<?> list)) {
            throw new IllegalArgumentException(name + ": no list");
        }
        return list.stream()
                .filter(Number.class::isInstance)
                .map(number -> ((Number) number).intValue())
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Fields of(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("no object");
        }
        return new Fields((Map<String, Object>) map);
    }
}
