// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Lexicon;
import io.allo.router.builtin.intent.Vocabulary;
import io.allo.router.builtin.wording.Phrase;
import io.allo.router.builtin.wording.Wording;
import io.allo.router.conversation.Channel;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;

/**
 * Everything one answer needs to know.
 *
 * @param languages the agent's languages that the model speaks, first = default
 * @param state the state before this answer
 */
record Turn(Business business, Channel channel, List<String> languages, DialogueState state, Instant now) {

    boolean phone() {
        return channel == Channel.VOICE;
    }

    /** True when words cannot be asked for: a phone without anybody heard speaking has keys only. */
    boolean keysOnly() {
        return phone() && !state.speaks();
    }

    Wording wording() {
        return Wording.of(state.language(), phone(), state.speaks());
    }

    Lexicon lexicon() {
        return Lexicon.of(state.language());
    }

    /** All the agent's languages, that of the conversation first. */
    Vocabulary vocabulary() {
        return Vocabulary.of(state.language(), languages);
    }

    /** Now, on the business's clocks. */
    LocalDateTime localTime() {
        return now.atZone(business.zone()).toLocalDateTime();
    }

    String text(Phrase phrase, Object... parts) {
        return wording().say(phrase, parts);
    }

    String money(BigDecimal amount) {
        return wording().money(amount, business.currency());
    }

    Turn in(DialogueState newState) {
        return new Turn(business, channel, languages, newState, now);
    }

    Reply reply() {
        return Reply.from(state);
    }

    Reply say(Phrase phrase, Object... parts) {
        return reply().say(text(phrase, parts));
    }

    /** A side matter is settled: back to the order in the making if there is one, else to the start. */
    Reply resumed(Reply reply) {
        boolean ordering = !reply.state().order().lines().isEmpty();
        return reply.focusOn(ordering ? new Focus.Ordering.AddingItems(0) : new Focus.Idle());
    }

    /** A question was answered in between: the present question follows again; in writing an idle dialogue just waits. */
    Reply digression(Reply reply) {
        boolean idleInWriting = !phone() && reply.state().focus() instanceof Focus.Idle;
        return idleInWriting ? reply.rest() : reply;
    }
}
