// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The legs that live: by dialog, called ones by their INVITE too, calling ones by our own end. Thread-safe. */
final class LegRegistry {
    private final Map<DialogId, Leg> byDialog = new ConcurrentHashMap<>();
    private final Map<String, InboundLeg> byOrigin = new ConcurrentHashMap<>();
    private final Map<OwnEnd, Leg> byOwnEnd = new ConcurrentHashMap<>();

    /** What all forks of an INVITE of ours have in common. */
    record OwnEnd(String callId, String localTag) {}

    /** Registers a called leg; false when an INVITE of the same origin lives already. */
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

    /** A calling leg, before any dialog: hears every stray 2xx to its INVITE. */
    void addCalling(OwnEnd end, Leg leg) {
        byOwnEnd.put(end, leg);
    }

    /** A dialog of a calling leg. */
    void addDialog(DialogId id, Leg leg) {
        byDialog.put(id, leg);
    }

    void removeDialog(DialogId id, Leg leg) {
        byDialog.remove(id, leg);
    }

    void removeCalling(OwnEnd end, Leg leg) {
        byOwnEnd.remove(end, leg);
    }

    @Nullable
    Leg byDialog(DialogId id) {
        return byDialog.get(id);
    }

    /** Whose INVITE this 2xx answers. */
    @Nullable
    Leg byResponse(SIPResponse response) {
        DialogId id = DialogId.ofResponse(response);
        Leg leg = byDialog.get(id);
        return leg == null ? byOwnEnd.get(new OwnEnd(id.callId(), id.localTag())) : leg;
    }

    @Nullable
    InboundLeg byOrigin(InviteKey key) {
        return byOrigin.get(key.origin());
    }

    List<InboundLeg> called() {
        return List.copyOf(byOrigin.values());
    }

    int size() {
        return byDialog.size();
    }
}
