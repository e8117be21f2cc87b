// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.rtp.JitterBuffer;
import io.allo.gateway.rtp.RtpPacket;
import io.allo.gateway.rtp.RtpReception;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the caller's datagrams to frames and keys. Read {@link #receive} from top to bottom. One thread. */
final class UplinkPipeline {
    private static final int COMFORT_NOISE = 13;

    private final SourceLatch latch;
    private final Duration reorderWindow;
    private final StreamOutlet listener;
    private final StreamCounters counters;
    private final WireTurns turns;

    private @Nullable NegotiatedAudio agreement;
    /** Before the last change of codec: its packets are still on their way. */
    private @Nullable NegotiatedAudio former;

    private @Nullable CallerTimeline timeline;
    private Codec streamCodec = Codec.PCMU;

    private final Map<Codec, WireCodec> decoders = new EnumMap<>(Codec.class);
    private final SampleClock clock = new SampleClock();
    private @Nullable RtpReception reception;
    private JitterBuffer order;
    private final CallerKeys keys;
    private long heardNanos;

    UplinkPipeline(
            SourceLatch latch,
            Duration reorderWindow,
            StreamOutlet listener,
            StreamCounters counters,
            WireTurns turns) {
        this.latch = latch;
        this.reorderWindow = reorderWindow;
        this.listener = listener;
        this.counters = counters;
        this.turns = turns;
        this.keys = new CallerKeys(listener);
        this.order = new JitterBuffer(reorderWindow);
    }

    void negotiated(NegotiatedAudio audio, long nowNanos) {
        if (agreement != null && !agreement.direction().receives()) {
            order = new JitterBuffer(reorderWindow); // the end of a hold: what was not taken is not lost
        }
        if (agreement != null && agreement.codec() != audio.codec()) {
            former = agreement;
        }
        agreement = audio;
        heardNanos = nowNanos;
        keys.negotiated(audio);
        latch.announced(audio.remote(), nowNanos);
    }

    /** From now on frames and keys are reported, frames in this law. */
    void start(Codec codec, long nowNanos) {
        streamCodec = codec;
        listener.law(codec);
        heardNanos = nowNanos;
        timeline = new CallerTimeline(codec, listener, counters, nowNanos);
    }

    void receive(ByteBuffer datagram, InetSocketAddress source, long nowNanos) {
        NegotiatedAudio audio = agreement;
        if (audio == null) {
            return;
        }
        RtpPacket packet = RtpPacket.parse(datagram);
        if (packet == null) {
            counters.malformed++;
            return;
        }
        boolean key = packet.payloadType() == audio.telephoneEventType();
        Codec codec = codecOf(packet, audio);
        if (!key && codec == null && packet.payloadType() != COMFORT_NOISE) {
            counters.unknownType++;
            return;
        }
        if (!latch.accepts(source, packet, nowNanos)) {
            counters.foreign++;
            return;
        }
        heardNanos = nowNanos;
        count(packet, key || codec == null ? 0 : codec.clockRate, nowNanos);
        if (timeline == null || !audio.direction().receives()) {
            return; // not answered, or on hold: only the latch and the counters want it
        }
        if (key) {
            keys.event(packet); // before ordering: a key is heard at its first packet
        }
        order.offer(packet, nowNanos);
        drain(nowNanos);
    }

    /** A key by SIP INFO. */
    void info(char key, long nowNanos) {
        if (timeline != null) {
            keys.info(key, nowNanos);
        }
    }

    /** RTCP came from the caller. */
    void alive(long nowNanos) {
        heardNanos = nowNanos;
    }

    void tick(long nowNanos) {
        drain(nowNanos);
        if (timeline != null
                && !order.waits()) { // what waits for a lost packet comes within the window, and is no pause
            timeline.tick(nowNanos);
        }
    }

    /** How long nothing came although something should, in nanoseconds. */
    long silentNanos(long nowNanos) {
        boolean expected = agreement != null && !agreement.onHold();
        return expected ? nowNanos - heardNanos : 0;
    }

    @Nullable
    RtpReception reception() {
        return reception;
    }

    long late() {
        return order.late();
    }

    /**
     * The codec of an audio packet, null when it is none. Both laws' static types are taken whatever was agreed: a peer to whom
     * we offered both may switch; and so is the type before the last change, as packets of it still come.
     */
    private @Nullable Codec codecOf(RtpPacket packet, NegotiatedAudio audio) {
        int type = packet.payloadType();
        if (type == audio.payloadType()) {
            return audio.codec();
        }
        if (type == audio.telephoneEventType()) {
            return null;
        }
        if (former != null && type == former.payloadType()) {
            return former.codec();
        }
        return switch (type) {
            case 0 -> Codec.PCMU;
            case 8 -> Codec.PCMA;
            default -> null;
        };
    }

    private void count(RtpPacket packet, int clockRate, long nowNanos) {
        RtpReception current = reception;
        if (current == null || current.ssrc() != packet.ssrc()) {
            if (current != null) {
                counters.receivedBefore += current.received();
                counters.lostBefore += Math.max(0, current.lost());
            }
            current = new RtpReception(packet);
            newSource();
        }
        reception = current;
        current.received(packet, clockRate, nowNanos);
    }

    /** Another SSRC is another stream: order, keys and timestamps start anew. */
    private void newSource() {
        order = new JitterBuffer(reorderWindow);
        keys.newSource();
        if (timeline != null) {
            timeline.newSource();
        }
    }

    private void drain(long nowNanos) {
        NegotiatedAudio audio = agreement;
        for (JitterBuffer.Ordered next = order.poll(nowNanos); next != null; next = order.poll(nowNanos)) {
            Codec codec = audio == null ? null : codecOf(next.packet(), audio);
            if (timeline != null && codec != null) {
                hear(next, codec, timeline, nowNanos);
            }
        }
    }

    private void hear(JitterBuffer.Ordered next, Codec codec, CallerTimeline line, long nowNanos) {
        WireCodec decoder = decoders.computeIfAbsent(codec, WireCodec::of);
        byte[] wire = next.packet().payload();
        int timestamp = clock.samples(next.packet(), codec);
        boolean afterLoss = next.lostBefore() > 0;
        if (afterLoss) {
            byte[] before = decoder.recover(next.lostBefore(), wire, line.missingBefore(timestamp), streamCodec);
            if (before.length > 0) {
                line.audio(timestamp - before.length, before, true, nowNanos);
            }
        }
        byte[] payload = decoder.decode(wire, streamCodec);
        keys.audio(payload, streamCodec, nowNanos);
        turns.heard(payload, streamCodec, nowNanos);
        line.audio(timestamp, payload, afterLoss, nowNanos);
    }
}
