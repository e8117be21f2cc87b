// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a {@link DialogueState} as JSON types and reads it back, on any replica and after an update of the software: what
 * cannot be read (an older form) becomes the initial state, in the same language and with the tool calls counted on.
 */
final class StateMemory {
    private StateMemory() {}

    static Map<String, Object> write(DialogueState state) {
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("language", state.language());
        memory.put("toolCalls", state.toolCalls());
        memory.put("misses", state.misses());
        memory.put("greeted", state.greeted());
        memory.put("speaks", state.speaks());
        memory.put("focus", FocusMemory.write(state.focus()));
        if (!state.order().equals(OrderDraft.EMPTY)) {
            memory.put("order", write(state.order()));
        }
        return memory;
    }

    static DialogueState read(Map<String, Object> memory, String language) {
        Fields fields = new Fields(memory);
        DialogueState initial = DialogueState.initial(fields.text("language", language));
        try {
            return new DialogueState(
                    initial.language(),
                    fields.number("toolCalls"),
                    fields.number("misses"),
                    fields.flag("greeted"),
                    fields.flag("speaks"),
                    memory.containsKey("order") ? order(fields.object("order")) : OrderDraft.EMPTY,
                    memory.containsKey("focus") ? FocusMemory.read(fields.object("focus")) : new Focus.Idle());
        } catch (IllegalArgumentException unreadable) {
            return new DialogueState(
                    initial.language(),
                    fields.number("toolCalls"),
                    0,
                    true,
                    fields.flag("speaks"),
                    OrderDraft.EMPTY,
                    new Focus.Idle());
        }
    }

    private static Map<String, Object> write(OrderDraft order) {
        Map<String, Object> written = new LinkedHashMap<>();
        if (order.type() != null) {
            written.put("type", order.type().name());
        }
        written.put(
                "lines",
                order.lines().stream()
                        .map(line -> Map.<String, Object>of("number", line.number(), "quantity", line.quantity()))
                        .toList());
        if (order.requestedTime() != null) {
            written.put("time", order.requestedTime());
        }
        if (order.firstName() != null) {
            written.put("firstName", order.firstName());
        }
        OrderDraft.Address address = order.address();
        if (address.isComplete()) {
            written.put("street", address.street());
            written.put("city", address.city());
            written.put("postalCode", address.postalCode());
            written.put("stored", address.stored());
        }
        return written;
    }

    private static OrderDraft order(Fields order) {
        List<OrderDraft.Line> lines = order.objects("lines").stream()
                .map(line -> new OrderDraft.Line(line.number("number"), line.number("quantity")))
                .toList();
        String type = order.text("type", "");
        return new OrderDraft(
                type.isEmpty() ? null : OrderDraft.Type.valueOf(type),
                lines,
                order.textOrNull("time"),
                new OrderDraft.Address(
                        order.text("street", ""),
                        order.text("city", ""),
                        order.text("postalCode", ""),
                        order.flag("stored")),
                order.textOrNull("firstName"));
    }
}
