// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Limits of the engine.
 *
 * @param maxToolRounds how often the model may ask for tools within one turn
 * @param toolTimeout how long one tool call may take
 * @param modelTimeout how long the model may stay silent within an answer
 * @param maxMessages messages the model is shown
 * @param maxTurnCharacters a longer answer of the model is cut
 * @param idleTimes after this time without a word a conversation is over and the next word opens a new one
 * @param transferChannels channels that can hand a call over to a person
 * @param maxHandoffs how often a conversation may go from one agent to another
 */
public record EngineSettings(
        int maxToolRounds,
        Duration toolTimeout,
        Duration modelTimeout,
        int maxMessages,
        int maxTurnCharacters,
        Map<Channel, Duration> idleTimes,
        Set<Channel> transferChannels,
        int maxHandoffs) {

    private static final Duration DEFAULT_IDLE = Duration.ofHours(2);
    private static final int MAX_HANDOFFS = 6;

    /** With as many handoffs as usual. */
    public EngineSettings(
            int maxToolRounds,
            Duration toolTimeout,
            Duration modelTimeout,
            int maxMessages,
            int maxTurnCharacters,
            Map<Channel, Duration> idleTimes,
            Set<Channel> transferChannels) {
        this(
                maxToolRounds,
                toolTimeout,
                modelTimeout,
                maxMessages,
                maxTurnCharacters,
                idleTimes,
                transferChannels,
                MAX_HANDOFFS);
    }

    public Duration idleTime(Channel channel) {
        return idleTimes.getOrDefault(channel, DEFAULT_IDLE);
    }
}
