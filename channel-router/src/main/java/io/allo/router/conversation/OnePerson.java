// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.router.conversation.Conversation.Setup;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What one person says by telephone, WhatsApp and SMS is one conversation, where his agent has it so ({@code privacy.onePerson}): the
 * next place begins or goes on with the words, the order and the context of the last one. Each keeps its own record. A place is
 * remembered as long as its conversation would go on. Without the store everybody begins anew; nothing here ever fails.
 */
final class OnePerson {
    private static final Logger LOG = Logger.getLogger(OnePerson.class);

    private final ContextStore store;
    private final SameAgent agents;
    private final EngineSettings settings;
    private final Clock clock;

    OnePerson(ContextStore store, SameAgent agents, EngineSettings settings, Clock clock) {
        this.agents = agents;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** A chat that goes on knows what was said elsewhere since its own last word. */
    Uni<Conversation> goOn(Conversation chat) {
        return elsewhere(chat.key(), chat.setup())
                .chain(last -> last.filter(other -> other.lastAt().isAfter(chat.lastAt()))
                        .map(other -> agents.goOn(chat, other, chat.lastAt()))
                        .orElseGet(() -> Uni.createFrom().item(chat)));
    }

    /** The same for a call, at each of its turns: the person may write while he speaks. */
    Uni<Conversation> goOnTalking(Conversation conversation) {
        return conversation.key().channel() == Channel.VOICE
                ? goOn(conversation)
                : Uni.createFrom().item(conversation);
    }

    /** The person is, or was until now, here. */
    Uni<Void> isAt(Conversation conversation) {
        String person = person(conversation.setup());
        return person == null
                ? Uni.createFrom().voidItem()
                : quietly(store.rememberPlace(conversation.key().accountId(), person, conversation.key()), null);
    }

    /** Where the person was last, empty when that is too long ago or he is not known. */
    Uni<Optional<Conversation>> elsewhere(ConversationKey here, Setup setup) {
        String person = person(setup);
        if (person == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        Uni<Optional<Conversation>> last = store.placeOf(here.accountId(), person)
                .chain(place -> place.filter(key -> !key.equals(here))
                        .map(store::find)
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                .map(found -> found.filter(other -> person.equals(other.setup().caller()))
                        .filter(Conversation::keepsWords)
                        .filter(other ->
                                !other.idleFor(settings.idleTime(other.key().channel()), clock.instant())));
        return quietly(last, Optional.empty());
    }

    /** Null for who is not known, and for an agent that keeps its channels apart. */
    private static @Nullable String person(Setup setup) {
        return setup.agent().privacy().onePerson() && !setup.degraded() ? setup.caller() : null;
    }

    private static <T> Uni<T> quietly(Uni<T> step, @Nullable T otherwise) {
        return step.onFailure()
                .invoke(failure -> LOG.warnf("what a person said elsewhere is not known: %s", failure))
                .onFailure()
                .recoverWithItem(otherwise);
    }
}
