// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.trunk.Trunk;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What would be decided of an INVITE that has not come: by the very code that decides of those that come, without counting,
 * banning or answering anybody. Implemented in {@code signaling}. Any thread.
 */
public interface InviteCheck {

    /**
     * @param from caller's number or user
     * @param to called number or user
     * @param source address that the INVITE would come from
     * @throws IllegalArgumentException when from or to cannot stand in a SIP URI
     */
    Finding check(String from, String to, InetAddress source);

    /**
     * @param banned the source hears nothing now
     * @param trunk the SIP account, null when it is nobody's call or none was found before the refusal
     * @param trusted what the peer says of its caller is believed
     * @param sourceHasRoom the source is within its limits of live calls and of new calls a second
     * @param refusal why it ends here; {@link RefusalReason#CHALLENGED} when credentials would be asked for; null = let in
     */
    record Finding(
            boolean banned,
            @Nullable Trunk trunk,
            boolean trusted,
            boolean sourceHasRoom,
            @Nullable RefusalReason refusal) {}
}
