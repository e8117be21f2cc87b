// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.EndReason;
import io.allo.router.conversation.CallReport;
import io.allo.router.conversation.CallReport.Words;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ConversationLog.Role;
import io.allo.router.conversation.ModelUsage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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

    VapiReport(ConversationEngine engine, VapiConfig config) {
        this.engine = engine;
        this.config = config;
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

    /** The {@code end-of-call-report}; what comes twice, here or at another replica, is recorded once. */
    Uni<Void> received(ConversationKey key, JsonNode report) {
        return engine.reported(key, new CallReport(words(report), billed(report), reason(report)))
                .onFailure()
                .invoke(failure -> LOG.warnf("a report of Vapi is not in the record: %s", failure.toString()))
                .onFailure()
                .recoverWithUni(() -> engine.end(key, reason(report)));
    }

    /** In its order; what is no one's words (system, tools) is left out. */
    private static List<Words> words(JsonNode report) {
        List<Words> words = new ArrayList<>();
        for (JsonNode message : report.path("artifact").path("messages")) {
            String text = message.path("message").asText("").strip();
            if (text.isEmpty() || words.size() == MOST_MESSAGES) {
                continue;
            }
            switch (message.path("role").asText()) {
                case "user" -> words.add(new Words(Role.USER, text));
                case "bot", "assistant" -> words.add(new Words(Role.AGENT, text));
                default -> {}
            }
        }
        return words;
    }

    private static @Nullable ModelUsage billed(JsonNode report) {
        try {
            Duration call = Duration.between(
                    Instant.parse(report.path("startedAt").asText()),
                    Instant.parse(report.path("endedAt").asText()));
            return call.isPositive() ? ModelUsage.ofAudio(MODEL, call.toMillis()) : null;
        } catch (DateTimeException e) {
            return ModelUsage.untold(MODEL);
        }
    }

    private static EndReason reason(JsonNode body) {
        return REASONS.getOrDefault(body.path("endedReason").asText(""), EndReason.CALLER_HANGUP);
    }
}
