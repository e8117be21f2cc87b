// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** The agent's script for one conversation. Port; implemented by {@code sessionconfig}. */
public interface SessionConfigSource {

    /**
     * Asks once, without retry. Any failure means: hold the conversation with an apologetic session.
     *
     * @param caller E.164 number of the person, null when unknown
     */
    Uni<SessionConfig> fetch(ContactResolution agent, @Nullable String caller, Channel channel);
}
