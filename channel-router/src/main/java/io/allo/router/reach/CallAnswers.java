// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reach;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.WrittenAnswers.Written;
import io.allo.router.inbox.InboxEntry;
import io.allo.router.inbox.RunningCalls;
import io.allo.router.reach.Questions.Question;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What a person writes while his call has a question open goes into the call. It is laid before it and waits for a pause; where
 * the call ends before, or has no pause for too long, it is taken back: an ordinary message, and nothing is lost or said twice.
 */
@ApplicationScoped
class CallAnswers implements RunningCalls {
    private static final Logger LOG = Logger.getLogger(CallAnswers.class);
    private static final Duration LOOK = Duration.ofMillis(300);

    private final Questions questions;
    private final ConversationEngine engine;
    private final ReachConfig config;
    private final MeterRegistry metrics;

    CallAnswers(Questions questions, ConversationEngine engine, ReachConfig config, MeterRegistry metrics) {
        this.questions = questions;
        this.engine = engine;
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Uni<Optional<String>> take(InboxEntry entry, List<ModelUsage> used) {
        boolean telephone = entry.channel() == Channel.WHATSAPP || entry.channel() == Channel.SMS;
        if (!telephone || entry.sender() == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return questions
                .openFor(entry.accountId(), entry.sender())
                .chain(open -> open.map(question -> offer(question, entry, used))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("Message %d: whether a call waits for it is not known: %s", entry.id(), failure);
                    return Optional.empty();
                });
    }

    private Uni<Optional<String>> offer(Question question, InboxEntry entry, List<ModelUsage> used) {
        WrittenAnswer answer = WrittenAnswer.to(question, entry);
        Written written = new Written(entry.messageId(), answer.words());
        return engine.isOpen(question.call())
                .chain(live -> live
                        ? questions
                                .offer(question.call(), written, config.answerTime())
                                .chain(offered -> offered
                                        ? taken(question, written, Instant.now().plus(config.pauseTime()))
                                        : Uni.createFrom().item(true))
                                .chain(taken -> taken
                                        ? acknowledged(question, answer, used).map(Optional::of)
                                        : Uni.createFrom().item(Optional.<String>empty()))
                        : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Boolean> taken(Question question, Written written, Instant until) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(LOOK)
                .chain(() -> questions.waits(question.call(), written))
                .chain(waits -> waits
                        ? waitedFor(question, written, until)
                        : Uni.createFrom().item(true));
    }

    private Uni<Boolean> waitedFor(Question question, Written written, Instant until) {
        return engine.isOpen(question.call())
                .chain(live -> live && Instant.now().isBefore(until)
                        ? taken(question, written, until)
                        : questions.withdraw(question.call(), written).map(withdrawn -> !withdrawn));
    }

    /** What it cost to listen to it is the call's. */
    private Uni<String> acknowledged(Question question, WrittenAnswer answer, List<ModelUsage> used) {
        metrics.counter(
                        "allo.reach.answers",
                        "what",
                        question.what().wireName(),
                        "fits",
                        Boolean.toString(answer.fits()))
                .increment();
        Uni<Boolean> closed = answer.fits()
                ? questions.close(question.call(), question.person())
                : Uni.createFrom().item(true);
        return closed.chain(() -> Multi.createFrom()
                        .iterable(used)
                        .onItem()
                        .transformToUniAndConcatenate(usage -> engine.used(question.call(), usage))
                        .collect()
                        .asList())
                .onFailure()
                .recoverWithNull()
                .replaceWith(answer.acknowledgement());
    }
}
