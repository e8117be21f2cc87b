// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * INVITEs that were refused without a transaction, the last so many. A gateway that is late refuses when copies of the INVITE
 * are already behind it in the queue: taken for new ones, they would become calls of somebody who has gone. Thread-safe.
 */
final class LateCopies {
    private static final int MOST = 8192;

    private final Map<InviteKey, Boolean> refused = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InviteKey, Boolean> eldest) {
            return size() > MOST;
        }
    };

    synchronized void refused(InviteKey invite) {
        refused.put(invite, true);
    }

    /** Was this very INVITE, not one of the same caller, refused already? */
    synchronized boolean wasRefused(InviteKey invite) {
        return refused.containsKey(invite);
    }
}
