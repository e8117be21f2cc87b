// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vapi;

import io.allo.contracts.session.VapiSettings;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.vapi.VapiConfig.Line;
import io.allo.router.vapi.VapiConfig.Mode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;

/** On which terms a message is answered: the agent's own, else those of the called number, else the common ones. */
@ApplicationScoped
class VapiTerms {
    private final VapiConfig config;
    private final ConversationEngine engine;

    VapiTerms(VapiConfig config, ConversationEngine engine) {
        this.config = config;
        this.engine = engine;
    }

    /**
     * @param mode who speaks
     * @param secret what proves that Vapi sends it; empty: nothing does
     */
    record Terms(Mode mode, Optional<String> secret) {}

    /** Those of the configuration alone; known at once. */
    Terms configured(VapiMessage message) {
        Optional<Line> line = Optional.ofNullable(config.lines().get(called(message)));
        return new Terms(
                line.map(Line::mode).orElse(Mode.CLASSIC),
                line.flatMap(Line::secret).or(config::secret));
    }

    /** Whoever cannot be asked for now has no terms of its own; its conversation cannot be opened either. */
    Uni<Terms> of(VapiMessage message) {
        Terms configured = configured(message);
        if (called(message).isEmpty()) {
            return Uni.createFrom().item(configured);
        }
        return engine.resolve(message.contact(number()))
                .map(agent -> terms(agent.vapi(), configured))
                .onFailure()
                .recoverWithItem(configured);
    }

    /** The called number of messages that name none. */
    String number() {
        return config.number().orElse("");
    }

    private String called(VapiMessage message) {
        return message.called().isEmpty() ? number() : message.called();
    }

    private static Terms terms(VapiSettings agents, Terms configured) {
        String mode = agents.mode();
        return new Terms(
                mode == null ? configured.mode() : Mode.valueOf(mode.toUpperCase(Locale.ROOT)),
                Optional.ofNullable(agents.secret()).or(configured::secret));
    }
}
