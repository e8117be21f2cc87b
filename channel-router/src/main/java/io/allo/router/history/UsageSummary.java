// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.contracts.pricing.ConversationCost;
import org.jboss.logging.Logger;

/** One line for each conversation that used a model: what for, and what it cost. No number, name or word of anybody. */
final class UsageSummary {
    private static final Logger LOG = Logger.getLogger(UsageSummary.class);

    private UsageSummary() {}

    static void log(String conversationId, ConversationCost cost) {
        if (cost.models().isEmpty()) {
            return;
        }
        LOG.infof("usage of %s: %s", conversationId, words(cost));
    }

    static String words(ConversationCost cost) {
        StringBuilder line = new StringBuilder();
        for (ConversationCost.ModelUse use : cost.models()) {
            line.append(use.model())
                    .append(" %d in (%d audio, %d cached), %d out (%d audio) tokens"
                            .formatted(
                                    use.inputTokens(),
                                    use.inputAudioTokens(),
                                    use.cachedTokens(),
                                    use.outputTokens(),
                                    use.outputAudioTokens()))
                    .append(use.audioMs() > 0 ? ", " + use.audioMs() / 1000 + " s of audio" : "")
                    .append(use.characters() > 0 ? ", " + use.characters() + " characters" : "")
                    .append("; ");
        }
        line.append("AI ")
                .append(cost.costAi() == null ? "unknown" : cost.costAi().toPlainString())
                .append(", telephone ")
                .append(
                        cost.costTelecom() == null
                                ? "unknown"
                                : cost.costTelecom().toPlainString())
                .append(' ')
                .append(cost.costCurrency());
        if (cost.untoldAnswers() > 0) {
            line.append(", without ").append(cost.untoldAnswers()).append(" answers that were never counted");
        }
        return cost.unpriced().isEmpty()
                ? line.toString()
                : line + " (no price: " + String.join(", ", cost.unpriced()) + ")";
    }
}
