// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.EndReason;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.UserTurn;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The end of a call whose model is Vapi's. Its report closes the record, with the transcript where its words did not come one by one,
 * and with the time that Vapi bills. The status {@code ended} comes before the report: it closes the record only when none follows.
 */
@ApplicationScoped
class VapiReport {
    private static final Logger LOG = Logger.getLogger(VapiReport.class);
    /** Vapi bills its calls by their time; without a price of this name the cost is not known. */
    static final String MODEL = "vapi";

    private static final int MOST_MESSAGES = 500;
    private static final Map<String, EndReason> REASONS = Map.of(
            "customer-ended-call", EndReason.CALLER_HANGUP,
            "assistant-ended-call", EndReason.AGENT_HANGUP,
            "assistant-said-end-call-phrase", EndReason.AGENT_HANGUP,
            "assistant-forwarded-call", EndReason.TRANSFERRED,
            "silence-timed-out", EndReason.IDLE,
            "exceeded-max-duration", EndReason.MAX_DURATION);

    private final ConversationEngine engine;
    private final VapiConfig config;
    private final Clock clock;
    private final Set<ConversationKey> closing = ConcurrentHashMap.newKeySet();

    VapiReport(ConversationEngine engine, VapiConfig config, Clock clock) {
        this.engine = engine;
        this.config = config;
        this.clock = clock;
    }

    /** The call is over, says a {@code status-update}. Returns at once. */
    void statusEnded(ConversationKey key, JsonNode status) {
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(config.reportPatience())
                .chain(() -> engine.end(key, reason(status)))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("a call by Vapi could not be closed: %s", failure.toString()));
    }

    /** The {@code end-of-call-report}; what comes twice is recorded once. */
    Uni<Void> received(ConversationKey key, JsonNode report) {
        if (!closing.add(key)) {
            return Uni.createFrom().voidItem();
        }
        return engine.isOpen(key)
                .chain(open -> open ? close(key, report) : Uni.createFrom().voidItem())
                .eventually(() -> closing.remove(key));
    }

    private Uni<Void> close(ConversationKey key, JsonNode report) {
        return engine.transcript(key)
                .chain(said -> said.isEmpty()
                        ? transcript(key, report)
                        : Uni.createFrom().voidItem())
                .chain(() -> billed(key, report))
                .onFailure()
                .invoke(failure -> LOG.warnf("a report of Vapi is not in the record: %s", failure.toString()))
                .onFailure()
                .recoverWithNull()
                .chain(() -> engine.end(key, reason(report)));
    }

    /** In its order; what is no one's words (system, tools) is left out. */
    private Uni<Void> transcript(ConversationKey key, JsonNode report) {
        List<Uni<Void>> turns = new ArrayList<>();
        for (JsonNode message : report.path("artifact").path("messages")) {
            String words = message.path("message").asText("").strip();
            if (words.isEmpty() || turns.size() == MOST_MESSAGES) {
                continue;
            }
            switch (message.path("role").asText()) {
                case "user" -> {
                    String id = "vapi-report-" + turns.size();
                    turns.add(engine.heard(
                            key, new UserTurn(id, UserTurn.Input.SPEECH, words, clock.instant(), UserTurn.ANY_EPOCH)));
                }
                case "bot", "assistant" -> turns.add(engine.said(key, words));
                default -> {}
            }
        }
        return Multi.createFrom()
                .iterable(turns)
                .onItem()
                .transformToUniAndConcatenate(turn -> turn)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> billed(ConversationKey key, JsonNode report) {
        try {
            Duration call = Duration.between(
                    Instant.parse(report.path("startedAt").asText()),
                    Instant.parse(report.path("endedAt").asText()));
            return call.isPositive()
                    ? engine.used(key, ModelUsage.ofAudio(MODEL, call.toMillis()))
                    : Uni.createFrom().voidItem();
        } catch (DateTimeException e) {
            return engine.used(key, ModelUsage.untold(MODEL));
        }
    }

    private static EndReason reason(JsonNode body) {
        return REASONS.getOrDefault(body.path("endedReason").asText(""), EndReason.CALLER_HANGUP);
    }
}
