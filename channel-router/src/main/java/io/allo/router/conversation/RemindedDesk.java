// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The people, and before the agent the answers to reminders: whoever holds the conversation sees them like everything else. */
public record RemindedDesk(HumanDesk people, Reminders reminders) implements HumanDesk {

    @Override
    public Uni<Word> before(Conversation conversation, UserTurn turn) {
        return people.before(conversation, turn)
                .chain(word -> word instanceof Word.GoOn
                        ? reminders
                                .answer(conversation, turn)
                                .map(text -> text.<Word>map(Word.Say::new).orElse(word))
                        : Uni.createFrom().item(word));
    }

    @Override
    public Uni<Optional<String>> after(Conversation conversation) {
        return people.after(conversation);
    }

    @Override
    public Uni<String> ask(Conversation conversation, @Nullable String reason) {
        return people.ask(conversation, reason);
    }

    @Override
    public Uni<Boolean> callBack(Conversation conversation, @Nullable String reason) {
        return people.callBack(conversation, reason);
    }
}
