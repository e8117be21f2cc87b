// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import java.util.LinkedHashMap;
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
        if (state.booked()) {
            memory.put("booked", true);
        }
        if (state.unread() > 0) {
            memory.put("unread", state.unread());
        }
        memory.put("focus", FocusMemory.write(state.focus()));
        if (!state.order().equals(OrderDraft.EMPTY)) {
            memory.put("order", OrderMemory.write(state.order()));
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
                    fields.flag("booked"),
                    fields.number("unread"),
                    memory.containsKey("order") ? OrderMemory.order(fields.object("order")) : OrderDraft.EMPTY,
                    memory.containsKey("focus") ? FocusMemory.read(fields.object("focus")) : new Focus.Idle());
        } catch (IllegalArgumentException unreadable) {
            return new DialogueState(
                    initial.language(),
                    fields.number("toolCalls"),
                    0,
                    true,
                    fields.flag("speaks"),
                    fields.flag("booked"),
                    fields.number("unread"),
                    OrderDraft.EMPTY,
                    new Focus.Idle());
        }
    }
}
