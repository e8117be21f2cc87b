// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.gateway.rtp.RtpPacket;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Symmetric RTP: sends where the caller's packets come from, because behind a NAT the announced address is not his. Guarded,
 * or anyone could turn a call's audio to himself by one packet:
 *
 * <ul>
 *   <li>the announced address is believed at its first packet, any other after two packets in a row of one SSRC;
 *   <li>within the window after the agreement the source may move, to the announced address at once, elsewhere when the old
 *       one has fallen silent;
 *   <li>never to the stream that the port's last call was latched to: its end may not have heard that it is over;
 *   <li>later only to a packet of the same SSRC that goes on in sequence (a NAT that changed its mapping), when the old
 *       source has fallen silent.
 * </ul>
 *
 * One thread.
 */
final class SourceLatch {
    private static final long SILENT_NANOS = 100_000_000;
    private static final int MAX_DROPOUT = 3000;

    private final long windowNanos;
    private final @Nullable Former former;
    private @Nullable InetSocketAddress announced;
    private @Nullable Source latched;
    private @Nullable Source candidate;
    private long windowEndNanos;
    private long heardNanos;

    private record Source(InetSocketAddress address, int ssrc, int sequence) {
        boolean continuedBy(RtpPacket packet, int maxAhead) {
            int ahead = (short) (packet.sequence() - sequence);
            return packet.ssrc() == ssrc && ahead > 0 && ahead <= maxAhead;
        }
    }

    /** A stream that is over. A telephone that calls again from the same port has another SSRC. */
    record Former(InetSocketAddress address, int ssrc) {}

    /** @param former what the port's last call was latched to, null when there was none */
    SourceLatch(Duration window, @Nullable Former former) {
        this.windowNanos = window.toNanos();
        this.former = former;
    }

    /** A (new) agreement: the window opens again when the peer's address changed. */
    void announced(InetSocketAddress remote, long nowNanos) {
        if (!remote.equals(announced)) {
            announced = remote;
            latched = null;
            candidate = null;
            windowEndNanos = nowNanos + windowNanos;
        }
    }

    /** Does this packet belong to the call? Moves the latch where the rules allow it. */
    boolean accepts(InetSocketAddress source, RtpPacket packet, long nowNanos) {
        boolean known = latched != null && latched.address().equals(source);
        if (known || mayMoveTo(source, packet, nowNanos)) {
            latched = new Source(source, packet.ssrc(), packet.sequence());
            candidate = null;
            heardNanos = nowNanos;
            return true;
        }
        candidate = new Source(source, packet.ssrc(), packet.sequence());
        return false;
    }

    /** What the stream is latched to, null when nobody was heard. */
    @Nullable
    Former current() {
        return latched == null ? null : new Former(latched.address(), latched.ssrc());
    }

    /** Is this the host that we talk to? For RTCP, whose port no one announced. */
    boolean isPeer(InetSocketAddress source) {
        InetSocketAddress peer = destination();
        return peer != null && peer.getAddress().equals(source.getAddress());
    }

    /** Where to send, null before any agreement. */
    @Nullable
    InetSocketAddress destination() {
        return latched != null ? latched.address() : announced;
    }

    private boolean mayMoveTo(InetSocketAddress source, RtpPacket packet, long nowNanos) {
        if (former != null && former.ssrc() == packet.ssrc() && former.address().equals(source)) {
            return false;
        }
        boolean proven = candidate != null && candidate.address().equals(source) && candidate.continuedBy(packet, 1);
        if (latched == null) {
            return source.equals(announced) || proven;
        }
        boolean silent = nowNanos - heardNanos >= SILENT_NANOS;
        if (nowNanos - windowEndNanos < 0 && (source.equals(announced) || (proven && silent))) {
            return true;
        }
        return silent && latched.continuedBy(packet, MAX_DROPOUT);
    }
}
