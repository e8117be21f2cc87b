// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How messages of text channels are kept and worked on. */
@ConfigMapping(prefix = "allo.inbox")
public interface InboxConfig {

    /** A message whose worker says nothing for this long is taken by another replica. */
    @WithDefault("15s")
    Duration lease();

    /** How often abandoned messages and unsent answers are looked for. */
    @WithDefault("3s")
    Duration sweepInterval();

    /** A turn that takes longer than this is given up with an apology. */
    @WithDefault("60s")
    Duration turnTimeout();

    /** How often a message is tried in all before it is given up with an apology. */
    @WithDefault("3")
    int maxAttempts();

    /** Messages of one conversation that may wait here; more are refused. */
    @WithDefault("50")
    int maxWaiting();

    /** Turns that run at once here at most; they begin at a rate that follows the machine. Other messages wait and are joined. */
    @WithDefault("256")
    int maxTurns();

    /** Messages of one person to one business that are answered within a minute, by each replica; more are kept, but not answered. */
    @WithDefault("60")
    int senderPerMinute();

    /** The same within a day (UTC). */
    @WithDefault("1000")
    int senderPerDay();

    /** Answered messages are deleted after this time; the web chat replays from them until then. */
    @WithDefault("P7D")
    Duration retention();

    /** How often an answer is sent again after the provider said that it did not take it. */
    @WithDefault("5")
    int maxPushAttempts();

    /**
     * An answer whose sending was interrupted counts as not taken when its provider, asked after this time, does not know it. Longer than
     * a request to a provider may take.
     */
    @WithDefault("15s")
    Duration settleAfter();

    /** What became of such an answer and is not known after this time stays unknown; later answers wait for it as long. */
    @WithDefault("45s")
    Duration settleWithin();
}
