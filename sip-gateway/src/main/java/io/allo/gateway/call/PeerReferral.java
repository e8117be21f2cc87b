// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The peer of a call sends us by REFER to somebody else (RFC 3515): where his SIP account allows it, the target is dialled and
 * takes his place in the conversation; until then, and when that fails, he keeps it. Used inside the call's mailbox.
 */
final class PeerReferral {
    private static final int DECLINE = 603;
    private static final int TRYING = 100;
    private static final int OK = 200;

    private final CallCore call;
    private final CallPorts ports;
    private @Nullable PlacedLeg dialling;

    PeerReferral(CallCore call, CallPorts ports) {
        this.call = call;
        this.ports = ports;
    }

    void asked(ReferRequest request) {
        String target = request.target();
        boolean free = dialling == null && call.state() instanceof CallState.Answered;
        if (!free || target == null || !ports.refers().acceptsRefer(call.request())) {
            request.refuse(DECLINE);
            return;
        }
        request.accept();
        request.notify(TRYING, false);
        Duration ring = ports.limits().transfer().ring();
        Placement placement = new Placement(DialRequest.Origin.REFER, null, null, ring, Map.of());
        CallRequest dial = CallRequest.placed(
                call.request().id(),
                target,
                ports.timers().now(),
                call.request().sipAccountId(),
                placement);
        PlacedLeg leg = new PlacedLeg(dial, placement, ports.dialer(), call.mailbox());
        leg.tells(input -> call.post(new CallInput.ReferralNews(leg, request, input)));
        dialling = leg;
        leg.negotiate(call.media().localPort());
        leg.answer();
    }

    /** Something happened on the leg that is being dialled. */
    void heard(CallInput.ReferralNews news) {
        if (news.leg() != dialling) {
            return;
        }
        switch (news.input()) {
            case CallInput.PeerRings _ -> news.request().notify(180, false);
            case CallInput.NotReached notReached -> {
                dialling = null;
                news.request().notify(notReached.status(), true);
            }
            case CallInput.Acknowledged _
            when !(call.state() instanceof CallState.Answered) -> {
                close(EndReason.FAILED);
                news.request().notify(DECLINE, true);
            }
            case CallInput.Acknowledged answered -> {
                dialling = null;
                news.request().notify(OK, true);
                news.leg().tells(call::post);
                call.peerIs(news.leg());
                call.post(answered);
            }
            default -> {}
        }
    }

    /** The call is over, or on its way elsewhere. */
    void close(EndReason reason) {
        PlacedLeg leg = dialling;
        dialling = null;
        if (leg != null) {
            leg.hangUp(reason);
        }
    }
}
