// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallQuality;
import io.allo.gateway.call.MediaLegListener;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.rtp.RtcpSession;
import io.allo.gateway.rtp.RtpPacket;
import io.allo.gateway.rtp.RtpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One leg on the loop thread: its sockets, both pipelines, RTCP and the media timeout. Every method runs on the loop. */
final class MediaStream {
    /** Datagrams read at one go: a flood on one port must not stop the others. */
    private static final int READ_BATCH = 16;
    /** So many packets may follow at once when the loop was late; more would only fill the peer's buffer. */
    private static final int CATCH_UP = 3;

    private static final long NANOS_PER_MS = 1_000_000;
    private static final long QUALITY_NANOS = 250_000_000;
    /** A silence is told again while it lasts: the call may have been in a state in which it did not matter. */
    private static final long REPEAT_TIMEOUT_NANOS = 1_000_000_000;

    private final StreamSocket socket;
    private final MediaLoop loop;
    private final MediaConfig config;
    private final StreamOutlet listener;
    private final StreamCounters counters = new StreamCounters();
    private final SourceLatch latch;
    private final WireTurns turns;
    private final UplinkPipeline uplink;
    private final DownlinkPipeline downlink;
    private final RtcpSession rtcp;

    private @Nullable NegotiatedAudio agreement;
    private @Nullable Codec streamCodec;
    private @Nullable MediaStream bridged;
    private boolean sending;
    private boolean closed;
    private long dueNanos;
    private long reportDueNanos;
    private long qualityDueNanos;
    private long timeoutDueNanos = System.nanoTime();
    /** Written by the loop, read by anyone. */
    private volatile CallQuality quality = CallQuality.NONE;

    /** @param former what the port's last call was latched to */
    MediaStream(
            CallId callId,
            RtpSocket socket,
            MediaLoop loop,
            MediaConfig config,
            MediaLegListener listener,
            SourceLatch.@Nullable Former former) {
        this.socket = new StreamSocket(callId, socket, loop, counters);
        this.loop = loop;
        this.config = config;
        this.listener = new StreamOutlet(listener);
        this.latch = new SourceLatch(config.latchWindow(), former);
        this.turns = new WireTurns(listener::turn);
        this.uplink = new UplinkPipeline(latch, config.reorderWindow(), this.listener, counters, turns);
        this.downlink = new DownlinkPipeline(new PlayoutQueue(config.playoutLimit()), counters, turns);
        this.rtcp = new RtcpSession(downlink.ssrc());
    }

    void open() {
        socket.open(this::readRtp, this::readRtcp);
    }

    void streamCodec(Codec codec) {
        streamCodec = codec;
    }

    void negotiated(NegotiatedAudio audio) {
        agreement = audio;
        socket.negotiated(audio.transport());
        uplink.negotiated(audio, System.nanoTime());
        startIfReady();
    }

    /** Again at the answer after early media: until then the caller need not send anything. */
    void startSending() {
        sending = true;
        uplink.alive(System.nanoTime());
        startIfReady();
    }

    void play(AudioFrame frame) {
        downlink.play(frame);
    }

    void mark(String name) {
        downlink.mark(name);
        downlink.reportMarks(listener); // at once when nothing is queued
    }

    void clear() {
        downlink.clear(listener);
    }

    void paused(boolean paused) {
        downlink.paused(paused);
    }

    void press(String digits) {
        downlink.press(digits);
    }

    void info(char key) {
        uplink.info(key, System.nanoTime());
    }

    /** Any thread. */
    CallQuality quality() {
        return quality;
    }

    /** Each one's caller hears the other from now on. */
    void bridge(MediaStream other) {
        if (closed || other.closed) {
            return;
        }
        unbridge();
        other.unbridge();
        listener.across(other.downlink.openBridge());
        other.listener.across(downlink.openBridge());
        bridged = other;
        other.bridged = this;
    }

    void unbridge() {
        MediaStream other = bridged;
        if (other != null) {
            leaveBridge();
            other.leaveBridge();
        }
    }

    private void leaveBridge() {
        bridged = null;
        turns.forget();
        listener.across(null);
        downlink.closeBridge();
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        quality = statistics().quality();
        unbridge();
        long now = System.nanoTime();
        if (dueNanos != 0) {
            ByteBuffer goodbye = rtcp.goodbye(uplink.reception(), downlink.timestamp(), Instant.now(), now);
            socket.sendRtcp(goodbye, latch.destination());
        }
        socket.close();
    }

    SourceLatch.@Nullable Former latchedTo() {
        return latch.current();
    }

    MediaStatistics statistics() {
        return MediaStatistics.of(counters, uplink, rtcp, agreement, turns.summary());
    }

    private void startIfReady() {
        NegotiatedAudio audio = agreement;
        if (!sending || audio == null || dueNanos != 0 || closed) {
            return;
        }
        if (streamCodec == null) {
            streamCodec = audio.codec().law();
        }
        downlink.streamCodec(streamCodec);
        long now = System.nanoTime();
        uplink.start(streamCodec, now);
        dueNanos = now;
        qualityDueNanos = now + QUALITY_NANOS;
        reportDueNanos = now + nextReport();
        loop.schedule(this::tick, dueNanos);
    }

    /** Every ptime from the start on: one packet out, the uplink's clock, reports and the timeout. */
    private long tick(long nowNanos) {
        NegotiatedAudio audio = agreement;
        if (closed || audio == null) {
            return TimerWheel.Timer.STOP;
        }
        long ptimeNanos = audio.ptimeMs() * NANOS_PER_MS;
        send(audio);
        dueNanos += ptimeNanos;
        long late = (nowNanos - dueNanos) / ptimeNanos;
        if (late > CATCH_UP) {
            downlink.skip((int) late, audio);
            dueNanos += late * ptimeNanos;
        }
        uplink.tick(nowNanos);
        if (nowNanos - reportDueNanos >= 0) {
            reportDueNanos = nowNanos + nextReport();
            ByteBuffer report = rtcp.report(uplink.reception(), downlink.timestamp(), Instant.now(), nowNanos);
            socket.sendRtcp(report, latch.destination());
        }
        if (nowNanos - qualityDueNanos >= 0) {
            qualityDueNanos = nowNanos + QUALITY_NANOS;
            quality = statistics().quality();
        }
        checkTimeout(nowNanos);
        return dueNanos;
    }

    private void send(NegotiatedAudio audio) {
        RtpPacket packet = downlink.next(audio);
        InetSocketAddress destination = latch.destination();
        if (packet == null || destination == null || destination.getAddress().isAnyLocalAddress()) {
            return;
        }
        if (socket.sendRtp(packet, destination)) {
            rtcp.sent(packet.payload().length);
            turns.sent(System.nanoTime());
        }
        downlink.reportMarks(listener);
    }

    private void readRtp(DatagramChannel channel, ByteBuffer buffer, long nowNanos) throws IOException {
        for (int i = 0; i < READ_BATCH; i++) {
            InetSocketAddress source = (InetSocketAddress) channel.receive(buffer.clear());
            if (source == null) {
                return;
            }
            buffer.flip();
            if (RtpPacket.looksLikeRtcp(buffer)) {
                receiveRtcp(buffer, source, nowNanos);
            } else if (socket.openRtp(buffer)) {
                uplink.receive(buffer, source, nowNanos);
            }
        }
    }

    private void readRtcp(DatagramChannel channel, ByteBuffer buffer, long nowNanos) throws IOException {
        for (int i = 0; i < READ_BATCH; i++) {
            InetSocketAddress source = (InetSocketAddress) channel.receive(buffer.clear());
            if (source == null) {
                return;
            }
            if (receiveRtcp(buffer.flip(), source, nowNanos)) {
                socket.rtcpHeardFrom(source);
            }
        }
    }

    private boolean receiveRtcp(ByteBuffer buffer, InetSocketAddress source, long nowNanos) {
        if (!latch.isPeer(source)) {
            counters.foreign++;
            return false;
        }
        if (!socket.openRtcp(buffer)) {
            return false;
        }
        if (!rtcp.receive(buffer, Instant.now(), nowNanos)) {
            counters.malformed++;
            return false;
        }
        uplink.alive(nowNanos);
        return true;
    }

    private void checkTimeout(long nowNanos) {
        if (uplink.silentNanos(nowNanos) >= config.timeout().toNanos() && nowNanos - timeoutDueNanos >= 0) {
            timeoutDueNanos = nowNanos + REPEAT_TIMEOUT_NANOS;
            listener.mediaTimeout();
        }
    }

    /** RFC 3550 section 6.2: half to one and a half of the mean, so that reports of many calls do not fall together. */
    private long nextReport() {
        Duration mean = config.rtcpInterval();
        return (long) (mean.toNanos() * ThreadLocalRandom.current().nextDouble(0.5, 1.5));
    }
}
