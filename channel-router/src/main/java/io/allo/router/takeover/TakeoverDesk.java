// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.allo.contracts.session.TakeoverSettings;
import io.allo.contracts.session.TakeoverSettings.Otherwise;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.HumanDesk;
import io.allo.router.conversation.UserTurn;
import io.allo.router.takeover.Takeover.Reason;
import io.allo.router.takeover.Takeover.State;
import io.allo.router.takeover.TakeoverRepository.Opening;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Decides in each written turn whether the agent answers, or a person of the business is asked, or was. */
@Singleton
class TakeoverDesk implements HumanDesk {
    private static final Logger LOG = Logger.getLogger(TakeoverDesk.class);

    private final TakeoverRepository takeovers;
    private final Clock clock;
    private final MeterRegistry metrics;

    TakeoverDesk(TakeoverRepository takeovers, Clock clock, MeterRegistry metrics) {
        this.takeovers = takeovers;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public Uni<Word> before(Conversation conversation, UserTurn turn) {
        if (conversation.key().channel() == Channel.VOICE) {
            return Uni.createFrom().item(new Word.GoOn()); // a caller is not left in silence
        }
        return takeovers
                .silent(conversation.key().accountId(), Threads.in(conversation))
                .chain(found -> found.isPresent() ? held(found.get(), conversation, turn) : wished(conversation, turn))
                .onFailure()
                .recoverWithItem(failure -> {
                    // nothing can be stored either: an answer to a held conversation is dropped with its row
                    LOG.warnf("conversation %s: nobody knows whether it is held (%s)", conversation.id(), failure);
                    return new Word.GoOn();
                });
    }

    private Uni<Word> held(Takeover takeover, Conversation conversation, UserTurn turn) {
        if (turn.id().equals(takeover.askedIn())) {
            // the turn that asked was interrupted before its answer was stored
            return Uni.createFrom().item(takeover.words() == null ? new Word.Silent() : new Word.Say(takeover.words()));
        }
        return takeovers.heard(takeover, conversation.id()).replaceWith(new Word.Silent());
    }

    private Uni<Word> wished(Conversation conversation, UserTurn turn) {
        TakeoverSettings settings = settings(conversation);
        if (!settings.on()) {
            return Uni.createFrom().item(new Word.GoOn());
        }
        Reason reason = PersonWanted.forAPerson(turn.text(), settings)
                ? Reason.KEYWORD
                : settings.onAbuse() && PersonWanted.isAbuse(turn.text()) ? Reason.ABUSE : null;
        return reason == null
                ? Uni.createFrom().item(new Word.GoOn())
                : ask(conversation, reason, null).map(Word.Say::new);
    }

    @Override
    public Uni<Optional<String>> after(Conversation conversation) {
        TakeoverSettings settings = settings(conversation);
        Reason reason = conversation.key().channel() == Channel.VOICE || !settings.on()
                ? null
                : reached(settings.afterFailedTools(), Trouble.failedTools(conversation.dialogue()))
                        ? Reason.FAILED_TOOLS
                        : reached(settings.afterMisses(), Trouble.misses(conversation.dialogue()))
                                ? Reason.MISSES
                                : null;
        if (reason == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return takeovers
                .silent(conversation.key().accountId(), Threads.in(conversation))
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(Optional.<String>empty())
                        : ask(conversation, reason, null).map(Optional::of))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("conversation %s: nobody could be asked (%s)", conversation.id(), failure);
                    return Optional.empty();
                });
    }

    private static boolean reached(int limit, int count) {
        // at each multiple, so that somebody is asked again when the agent went on in vain
        return limit > 0 && count > 0 && count % limit == 0;
    }

    @Override
    public Uni<String> ask(Conversation conversation, @Nullable String reason) {
        return ask(conversation, Reason.TOOL, reason);
    }

    private Uni<String> ask(Conversation conversation, Reason reason, @Nullable String note) {
        TakeoverSettings settings = settings(conversation);
        Instant now = clock.instant();
        String language = conversation.language();
        boolean there = settings.hours() == null || settings.hours().isOpen(now);
        boolean waits = there ? settings.unanswered() == Otherwise.WAIT : settings.outsideHours() == Otherwise.WAIT;
        String words = there ? Told.asked(language) : Told.outside(language, settings, now);
        metrics.counter("allo.takeovers.asked", "reason", reason.wireName()).increment();
        Opening opening = new Opening(
                conversation.key().accountId(),
                Threads.of(conversation),
                conversation.id(),
                language,
                there || waits ? State.WAITING : State.MISSED,
                reason,
                note,
                words,
                conversation.dialogue().openTurn(),
                there ? now.plus(Duration.ofMinutes(settings.answerWithinMinutes())) : null,
                waits);
        return takeovers.open(opening).replaceWith(words);
    }

    @Override
    public Uni<Boolean> callBack(Conversation conversation, @Nullable String reason) {
        String person = conversation.setup().caller();
        if (person == null) {
            return Uni.createFrom().item(false);
        }
        Opening opening = new Opening(
                conversation.key().accountId(),
                Threads.of(conversation),
                conversation.id(),
                conversation.language(),
                State.CALLBACK,
                Reason.CALL,
                conversation.keepsWords() ? reason : null,
                null,
                null,
                null,
                false);
        return takeovers.open(opening).replaceWith(true).onFailure().recoverWithItem(failure -> {
            LOG.warnf("call %s: a call back could not be noted (%s)", conversation.id(), failure);
            return false;
        });
    }

    private static TakeoverSettings settings(Conversation conversation) {
        return conversation.setup().agent().takeover();
    }
}
