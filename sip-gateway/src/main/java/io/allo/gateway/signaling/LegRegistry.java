// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The legs that live, by dialog and by INVITE. Thread-safe. */
final class LegRegistry {
    private final Map<DialogId, InboundLeg> byDialog = new ConcurrentHashMap<>();
    private final Map<String, InboundLeg> byOrigin = new ConcurrentHashMap<>();

    /** Registers a new leg; false when an INVITE of the same origin lives already. */
    boolean add(InboundLeg leg) {
        if (byOrigin.putIfAbsent(leg.invite().origin(), leg) != null) {
            return false;
        }
        byDialog.put(leg.dialogId(), leg);
        return true;
    }

    void remove(InboundLeg leg) {
        byOrigin.remove(leg.invite().origin(), leg);
        byDialog.remove(leg.dialogId(), leg);
    }

    @Nullable
    InboundLeg byDialog(DialogId id) {
        return byDialog.get(id);
    }

    @Nullable
    InboundLeg byOrigin(InviteKey key) {
        return byOrigin.get(key.origin());
    }

    int size() {
        return byDialog.size();
    }
}
