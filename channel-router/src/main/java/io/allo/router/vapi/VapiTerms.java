// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vapi;

import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.ContactDirectory.UnavailableException;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.allo.router.vapi.VapiConfig.Line;
import io.allo.router.vapi.VapiConfig.Mode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
     * @param agentId whose they are, null when no agent answers the called number
     */
    record Terms(
            Mode mode, Optional<String> secret, @Nullable String agentId) {}

    /** Those of the configuration alone; known at once. */
    Terms configured(VapiMessage message) {
        Optional<Line> line = Optional.ofNullable(config.lines().get(called(message)));
        return new Terms(
                line.map(Line::mode).orElse(Mode.CLASSIC),
                line.flatMap(Line::secret).or(config::secret),
                null);
    }

    /**
     * Fails with {@link UnavailableException} while nobody can say whose terms hold: an agent that has a secret of its own must not
     * be reached by the common one, or by none, in that time.
     */
    Uni<Terms> of(VapiMessage message) {
        Terms configured = configured(message);
        if (called(message).isEmpty()) {
            return Uni.createFrom().item(configured);
        }
        return engine.resolve(message.contact(number()))
                .map(agent -> of(agent, configured))
                .onFailure(UnknownAddressException.class)
                .recoverWithItem(configured);
    }

    /** The secret of a call's own agent: a message may name another's number. */
    Optional<String> secretOf(ContactResolution agent, VapiMessage message) {
        return of(agent, configured(message)).secret();
    }

    /** The called number of messages that name none. */
    String number() {
        return config.number().orElse("");
    }

    private String called(VapiMessage message) {
        return message.called().isEmpty() ? number() : message.called();
    }

    private static Terms of(ContactResolution agent, Terms configured) {
        String mode = agent.vapi().mode();
        return new Terms(
                mode == null ? configured.mode() : Mode.valueOf(mode.toUpperCase(Locale.ROOT)),
                Optional.ofNullable(agent.vapi().secret()).or(configured::secret),
                agent.agentId());
    }
}
