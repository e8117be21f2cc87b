// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.gateway.call.NegotiatedAudio.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Hold crosses a bridge in both directions: what one peer takes and gives is what the other is asked to give and take. Both may
 * hold at once, and each is released by itself. An answer to an offer of ours that forbids a direction says nothing about it:
 * what was known before stands, so that the two re-INVITEs do not chase each other. Used inside the call's mailbox.
 */
final class BridgeHold {
    private final Side caller = new Side();
    private final Side target = new Side();

    private static final class Side {
        /** This peer wants to hear. */
        private boolean takes = true;
        /** This peer sends. */
        private boolean gives = true;
        /** What we asked of it last, seen from us. */
        private Direction asked = Direction.SENDRECV;
    }

    /** @return what the target is to be asked for now; null = nothing new */
    @Nullable
    Direction callerAgreed(NegotiatedAudio audio) {
        return cross(audio, caller, target);
    }

    /** @return what the caller is to be asked for now; null = nothing new */
    @Nullable
    Direction targetAgreed(NegotiatedAudio audio) {
        return cross(audio, target, caller);
    }

    /** What a target that comes now is to be asked for. */
    Direction forTarget() {
        return target.asked;
    }

    private static @Nullable Direction cross(NegotiatedAudio audio, Side from, Side to) {
        if (from.asked.sends()) {
            from.takes =
                    audio.direction().sends() && !audio.remote().getAddress().isAnyLocalAddress();
        }
        if (from.asked.receives()) {
            from.gives = audio.direction().receives();
        }
        Direction wish = direction(from.gives, from.takes);
        if (wish == to.asked) {
            return null;
        }
        to.asked = wish;
        return wish;
    }

    private static Direction direction(boolean send, boolean receive) {
        if (send) {
            return receive ? Direction.SENDRECV : Direction.SENDONLY;
        }
        return receive ? Direction.RECVONLY : Direction.INACTIVE;
    }
}
