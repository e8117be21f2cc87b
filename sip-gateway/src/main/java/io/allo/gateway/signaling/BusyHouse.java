// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import io.allo.gateway.call.CallController;
import io.allo.gateway.call.RefusalReason;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The gateway as its {@link LateDoor} sees it: late while its queues are, and every refusal is told like any other. */
final class BusyHouse implements LateDoor.House {
    private final CallController calls;
    private final SourceShield shield;
    private final Duration retryAfter;

    BusyHouse(CallController calls, SourceShield shield, Duration retryAfter) {
        this.calls = calls;
        this.shield = shield;
        this.retryAfter = retryAfter;
    }

    @Override
    public boolean isLate() {
        return calls.phase() == CallController.Phase.WARM && calls.congestion().isCongested();
    }

    @Override
    public boolean answers(RequestHead invite, InetSocketAddress source) {
        return !SourceShield.isScanner(invite.userAgent()) && !shield.isBanned(source.getAddress());
    }

    @Override
    public byte[] refuse(RequestHead invite, InetSocketAddress source) {
        calls.refusals().refused(RefusalReason.OVERLOADED, null);
        return invite.refusal(calls.statusOf(RefusalReason.OVERLOADED), retryAfter, source);
    }
}
