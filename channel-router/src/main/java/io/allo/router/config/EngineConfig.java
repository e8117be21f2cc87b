// SPDX-License-Identifier: Apache-2.0
package io.allo.router.config;

import io.allo.router.conversation.Channel;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Limits of the conversation engine. */
@ConfigMapping(prefix = "allo.conversation")
public interface EngineConfig {

    /** How often a model may ask for tools within one turn. */
    @WithDefault("8")
    int maxToolRounds();

    /** How long one tool call may take before the model is told that its outcome is unknown. */
    @WithDefault("10S")
    Duration toolTimeout();

    /** How long a model may stay silent within an answer. */
    @WithDefault("20S")
    Duration modelTimeout();

    /** How many messages a model is shown; older ones are forgotten. */
    @WithDefault("100")
    int maxMessages();

    /** A longer answer of a model is cut. */
    @WithDefault("16000")
    int maxTurnCharacters();

    /**
     * Per channel ({@code voice whatsapp web sms}): after this time without a word the conversation is over and the next word
     * opens a new one. 2 hours where nothing is set.
     */
    Map<Channel, Duration> idle();

    /** How often one conversation may go from one agent to another; more is refused, and the agent that has it goes on. */
    @WithDefault("6")
    int maxHandoffs();

    /** Channels that can hand a call over to a person; elsewhere {@code transfer_call} answers that it is not available. */
    @WithDefault("voice")
    Set<Channel> transferChannels();
}
