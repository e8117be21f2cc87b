// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The people of the business, who may be asked to go on with a written conversation and then keep its agent silent. Port; implemented
 * by {@code takeover}. Asked within a turn, under the conversation's lease; never fails, except {@link #ask}.
 */
public interface HumanDesk {
    /** Nobody is there. */
    HumanDesk NONE = new HumanDesk() {
        @Override
        public Uni<Word> before(Conversation conversation, UserTurn turn) {
            return Uni.createFrom().item(new Word.GoOn());
        }

        @Override
        public Uni<Optional<String>> after(Conversation conversation) {
            return Uni.createFrom().item(Optional.empty());
        }

        @Override
        public Uni<String> ask(Conversation conversation, @Nullable String reason) {
            return Uni.createFrom().failure(new IllegalStateException("nobody is there"));
        }

        @Override
        public Uni<Boolean> callBack(Conversation conversation, @Nullable String reason) {
            return Uni.createFrom().item(false);
        }
    };

    /** The person has written this, and it is in the conversation: who answers? */
    Uni<Word> before(Conversation conversation, UserTurn turn);

    /** The agent's answer is complete: what is to be added to it, where somebody was asked to take over. */
    Uni<Optional<String>> after(Conversation conversation);

    /**
     * The agent itself asks for a person.
     *
     * @param reason the agent's words for whoever comes
     * @return what the person is told
     */
    Uni<String> ask(Conversation conversation, @Nullable String reason);

    /** A caller wants a person, and there is nobody to put him through to: he is to be called back. False: that was not kept. */
    Uni<Boolean> callBack(Conversation conversation, @Nullable String reason);

    /** Who answers. */
    sealed interface Word {
        /** The agent. */
        record GoOn() implements Word {}

        /** Nobody for now; the person is told so. */
        record Say(String words) implements Word {}

        /** A person of the business, later: the agent stays silent. */
        record Silent() implements Word {}
    }
}
