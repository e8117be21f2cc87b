// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

/**
 * Everything that the model remembers between two messages. Immutable; travels as {@link StateMemory JSON}.
 *
 * @param language language of the last turn
 * @param toolCalls tool calls made so far: the next call's id is made from it, so that a replayed turn repeats its id
 * @param misses turns in a row that were not understood
 * @param greeted true once the business was named
 * @param speaks true once the person was heard speaking on the phone: then words may be asked for
 * @param unread how often an address was not understood: at the second time it is asked for in writing
 * @param booked true once a table was booked in this conversation: then "on sera six" is about that one
 */
record DialogueState(
        String language,
        int toolCalls,
        int misses,
        boolean greeted,
        boolean speaks,
        boolean booked,
        int unread,
        OrderDraft order,
        Focus focus) {

    static DialogueState initial(String language) {
        return new DialogueState(language, 0, 0, false, false, false, 0, OrderDraft.EMPTY, new Focus.Idle());
    }

    DialogueState focusOn(Focus newFocus) {
        return new DialogueState(language, toolCalls, misses, greeted, speaks, booked, unread, order, newFocus);
    }

    DialogueState withOrder(OrderDraft newOrder) {
        return new DialogueState(language, toolCalls, misses, greeted, speaks, booked, unread, newOrder, focus);
    }

    DialogueState withLanguage(String newLanguage) {
        return new DialogueState(newLanguage, toolCalls, misses, greeted, speaks, booked, unread, order, focus);
    }

    DialogueState withMisses(int newMisses) {
        return new DialogueState(language, toolCalls, newMisses, greeted, speaks, booked, unread, order, focus);
    }

    DialogueState withToolCall() {
        return new DialogueState(language, toolCalls + 1, misses, greeted, speaks, booked, unread, order, focus);
    }

    DialogueState nowGreeted() {
        return new DialogueState(language, toolCalls, misses, true, speaks, booked, unread, order, focus);
    }

    DialogueState nowSpeaking() {
        return new DialogueState(language, toolCalls, misses, greeted, true, booked, unread, order, focus);
    }

    DialogueState nowBooked() {
        return new DialogueState(language, toolCalls, misses, greeted, speaks, true, unread, order, focus);
    }

    DialogueState withUnread(int times) {
        return new DialogueState(language, toolCalls, misses, greeted, speaks, booked, times, order, focus);
    }
}
