// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vapi;

import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.AgentEvent.TurnEnded;
import io.allo.router.conversation.Apologies;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.UserTurn;
import io.allo.router.vapi.VapiDoor.NotProvenException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** {@code user-message} in, {@code say} or {@code transfer} out; everything else is ignored. Fails for nobody who is admitted. */
@ApplicationScoped
class ClassicAnswers {
    private static final Logger LOG = Logger.getLogger(ClassicAnswers.class);
    static final Map<String, Object> NOTHING = Map.of();
    private static final int LONGEST_SENTENCE = 4000;

    private final ConversationEngine engine;
    private final Clock clock;

    ClassicAnswers(ConversationEngine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /** @param admit throws {@link NotProvenException} for a conversation that the message may not reach */
    Uni<Map<String, Object>> answer(VapiMessage message, String fallbackNumber, Consumer<Opened> admit) {
        String words = message.content();
        if (!message.type().equals("user-message")
                || words.isEmpty()
                || message.callId().isEmpty()) {
            return Uni.createFrom().item(NOTHING);
        }
        return engine.open(message.contact(fallbackNumber))
                .invoke(admit)
                .chain(opened -> {
                    UserTurn turn =
                            new UserTurn(turnId(message), UserTurn.Input.SPEECH, bounded(words), clock.instant());
                    return engine.userTurn(opened.key(), turn)
                            .filter(TurnEnded.class::isInstance)
                            .map(TurnEnded.class::cast)
                            .toUni()
                            .call(ended -> close(opened.key(), ended));
                })
                .map(ClassicAnswers::shape)
                .onFailure(failure -> !(failure instanceof NotProvenException))
                .recoverWithItem(failure -> {
                    LOG.error("A sentence brought by Vapi could not be answered", failure);
                    return apology();
                });
    }

    static Map<String, Object> apology() {
        return say(Apologies.UNREACHABLE.in(Apologies.DEFAULT_LANGUAGE) + " Je vous transfère à un conseiller.");
    }

    private Uni<Void> close(ConversationKey key, TurnEnded ended) {
        return ended.action() instanceof Action.End over
                ? engine.end(key, over.reason())
                : Uni.createFrom().voidItem();
    }

    /** The same message that comes twice is one turn. */
    private static String turnId(VapiMessage message) {
        String at = message.body().path("timestamp").asText("");
        return "vapi-" + (at.isEmpty() ? UUID.randomUUID().toString() : at);
    }

    private static String bounded(String words) {
        return words.length() <= LONGEST_SENTENCE ? words : words.substring(0, LONGEST_SENTENCE);
    }

    private static Map<String, Object> shape(TurnEnded ended) {
        if (ended.action() instanceof Action.Transfer transfer) {
            return results(Map.of("type", "transfer", "destination", transfer.target()));
        }
        return say(ended.text());
    }

    static Map<String, Object> say(String text) {
        return results(Map.of("type", "say", "text", text));
    }

    private static Map<String, Object> results(Map<String, Object> only) {
        return Map.of("results", List.of(only));
    }
}
