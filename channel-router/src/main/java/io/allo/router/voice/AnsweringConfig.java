// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.answering.AnsweringRules;
import io.allo.router.answering.MachinePolicy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How a call that we placed finds out whether a person answered. */
@ConfigMapping(prefix = "allo.answering")
public interface AnsweringConfig {

    /** Whoever answers and says nothing is spoken to after this time. */
    @WithDefault("1500ms")
    Duration silence();

    /** Whoever speaks this long without a pause is a machine. */
    @WithDefault("3500ms")
    Duration greeting();

    /** The pause that ends a person's greeting: then the agent speaks. */
    @WithDefault("700ms")
    Duration pause();

    /** How long a machine's greeting may last. */
    @WithDefault("45s")
    Duration patience();

    /**
     * What a call does that a machine answered, unless it was placed with another wish. {@code hang-up}; {@code leave-message}: the
     * message after the beep, without one hang up; {@code go-on}: as with a person; {@code off}: nobody listens, the agent
     * speaks at once.
     */
    @WithDefault("go-on")
    MachinePolicy machine();

    /** Left after the beep, unless the call was placed with another one. */
    Optional<String> message();

    /** The same values for the core. */
    default AnsweringRules rules() {
        return new AnsweringRules(
                silence(), greeting(), pause(), patience(), machine(), message().orElse(null));
    }
}
