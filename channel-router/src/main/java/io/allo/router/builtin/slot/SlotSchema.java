// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.slot;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one tool, read from the JSON Schema of its parameters. Tolerant: a schema comes from any server.
 *
 * @param slots every property, in schema order
 * @param required names of those that must be given
 */
public record SlotSchema(List<Slot> slots, Set<String> required) {
    private static final int MAX_LENGTH = 1000;

    /** Reads {@code {type: object, properties: {…}, required: […]}}; a missing schema has no slots. */
    public static SlotSchema of(@Nullable Map<String, Object> schema) {
        if (schema == null || !(schema.get("properties") instanceof Map<?, ?> properties)) {
            return new SlotSchema(List.of(), Set.of());
        }
        List<Slot> slots = new ArrayList<>();
        properties.forEach((name, property) -> {
            if (property instanceof Map<?, ?> map) {
                slots.add(slot(String.valueOf(name), map));
            }
        });
        Set<String> required = schema.get("required") instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet())
                : Set.of();
        return new SlotSchema(List.copyOf(slots), required);
    }

    public Optional<Slot> slot(String name) {
        return slots.stream().filter(slot -> slot.name().equals(name)).findFirst();
    }

    /** The next required slot without a value, in schema order. */
    public Optional<Slot> missing(Map<String, Object> values) {
        return slots.stream()
                .filter(slot -> required.contains(slot.name()) && !values.containsKey(slot.name()))
                .findFirst();
    }

    /** True when everything required can be asked for. */
    public boolean isFillable() {
        return slots.stream().filter(slot -> required.contains(slot.name())).allMatch(Slot::isAskable);
    }

    private static Slot slot(String name, Map<?, ?> property) {
        List<String> choices = property.get("enum") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
        return new Slot(
                name,
                property.get("type") instanceof String type ? type : choices.isEmpty() ? "" : "string",
                property.get("description") instanceof String description ? description.strip() : "",
                choices,
                decimal(property.get("minimum")),
                decimal(property.get("maximum")),
                property.get("maxLength") instanceof Number max ? Math.min(max.intValue(), MAX_LENGTH) : MAX_LENGTH);
    }

    private static @Nullable BigDecimal decimal(@Nullable Object number) {
        return number instanceof Number ? new BigDecimal(number.toString()) : null;
    }
}
