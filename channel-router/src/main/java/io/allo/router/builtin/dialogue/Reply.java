// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The answer to one message. Immutable; each method returns a changed copy.
 *
 * @param state the state after this answer
 * @param said sentences in order
 * @param next what follows them
 */
record Reply(DialogueState state, List<String> said, Next next) {

    /** What follows the sentences. */
    sealed interface Next {
        /** The question that belongs to the focus. */
        record Ask() implements Next {}

        /** Nothing: wait for the person. */
        record Rest() implements Next {}

        record Call(String id, String tool, Map<String, Object> arguments) implements Next {}
    }

    static Reply from(DialogueState state) {
        return new Reply(state, List.of(), new Next.Ask());
    }

    Reply say(String sentence) {
        if (sentence.isBlank()) {
            return this;
        }
        List<String> more = new ArrayList<>(said);
        more.add(sentence);
        return new Reply(state, List.copyOf(more), next);
    }

    /** Puts a sentence before the others. */
    Reply sayFirst(String sentence) {
        List<String> more = new ArrayList<>(said);
        more.addFirst(sentence);
        return new Reply(state, List.copyOf(more), next);
    }

    Reply focusOn(Focus focus) {
        return new Reply(state.focusOn(focus), said, next);
    }

    Reply order(OrderDraft order) {
        return new Reply(state.withOrder(order), said, next);
    }

    Reply in(DialogueState newState) {
        return new Reply(newState, said, next);
    }

    Reply rest() {
        return new Reply(state, said, new Next.Rest());
    }

    /** Calls a tool while the dialogue waits in {@code focus} for its result. */
    Reply call(String tool, Map<String, Object> arguments, Focus focus) {
        DialogueState waiting = state.focusOn(focus).withToolCall();
        return new Reply(waiting, said, new Next.Call("b" + waiting.toolCalls(), tool, arguments));
    }
}
