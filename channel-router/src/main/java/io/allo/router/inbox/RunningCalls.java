// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.conversation.ModelUsage;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Calls that have asked their callers to write. Port; implemented by {@code reach}. */
public interface RunningCalls {

    /**
     * Lets the running call of this person have his message, if it has asked for one. Never fails.
     *
     * @param used what it cost to listen to it
     * @return what the person reads instead of an agent's answer; empty: it is an ordinary message
     */
    Uni<Optional<String>> take(InboxEntry entry, List<ModelUsage> used);
}
