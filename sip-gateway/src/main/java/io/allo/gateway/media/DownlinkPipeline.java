// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.audio.ToneGenerator;
import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.MediaLegListener;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.rtp.RtpPacket;
import io.allo.gateway.rtp.TelephoneEvent;
import io.allo.gateway.rtp.TelephoneEventSender;
import io.allo.gateway.rtp.TelephoneEventSender.EventPacket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * From queued frames to the packet of this ptime. Read {@link #next} from top to bottom. The timestamp follows real time
 * whatever is sent, so that the caller's player never drifts. One thread.
 */
final class DownlinkPipeline {
    private static final int SAMPLES_PER_MS = 8;
    private static final int MS_PER_SECOND = 1000;
    private static final Duration KEY = Duration.ofMillis(100);

    private final PlayoutQueue queue;
    private final TelephoneEventSender keys = new TelephoneEventSender();
    private final StreamCounters counters;
    private final WireTurns turns;
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private int sequence = ThreadLocalRandom.current().nextInt(0x10000);
    private int timestamp = ThreadLocalRandom.current().nextInt();
    private Codec streamCodec = Codec.PCMU;
    private Codec wireCodec = Codec.PCMU;
    private WireCodec wire = WireCodec.of(Codec.PCMU);
    private boolean paused;
    /** The next audio packet is the first after none were sent. */
    private boolean resumed = true;

    private byte[] tone = new byte[0];
    private @Nullable BridgeEnd bridge;

    DownlinkPipeline(PlayoutQueue queue, StreamCounters counters, WireTurns turns) {
        this.queue = queue;
        this.counters = counters;
        this.turns = turns;
    }

    /** The law of the frames given to {@link #play}. */
    void streamCodec(Codec codec) {
        streamCodec = codec;
    }

    void play(AudioFrame frame) {
        if (!queue.play(frame)) {
            counters.playoutOverflow++;
        }
    }

    void paused(boolean paused) {
        this.paused = paused;
    }

    void press(String digits) {
        keys.press(digits);
    }

    /** From now on the other side of a bridge is heard where nothing of our own plays. */
    BridgeEnd openBridge() {
        BridgeEnd end = new BridgeEnd(keys);
        bridge = end;
        return end;
    }

    void closeBridge() {
        bridge = null;
    }

    int ssrc() {
        return ssrc;
    }

    /** Of the next packet. */
    int timestamp() {
        return timestamp;
    }

    /** The packet to send now, or null when the direction does not allow it. Called once every ptime. */
    @Nullable
    RtpPacket next(NegotiatedAudio agreement) {
        int now = timestamp;
        timestamp += ticks(agreement);
        if (!agreement.direction().sends()) {
            resumed = true;
            if (bridge != null) {
                bridge.forget(); // a live talk goes on with what is said then
            }
            return null; // on hold the queue waits: the caller would miss what is played now
        }
        boolean events = agreement.telephoneEventType() >= 0;
        int unitsPerMs = events ? agreement.codec().clockRate / MS_PER_SECOND : SAMPLES_PER_MS;
        EventPacket key = keys.next(now, agreement.ptimeMs(), unitsPerMs);
        if (key != null && events) {
            return packet(
                    key.marker(),
                    agreement.telephoneEventType(),
                    key.timestamp(),
                    key.event().payload());
        }
        byte[] audio = key != null ? inBand(key, agreement) : audio(agreement);
        boolean marker = resumed;
        resumed = false;
        return packet(
                marker,
                agreement.payloadType(),
                now,
                wire(agreement.codec()).encode(audio, agreement.codec().law()));
    }

    /** The loop was late by more than it may catch up: this much time passes unsent. */
    void skip(int packets, NegotiatedAudio agreement) {
        timestamp += packets * ticks(agreement);
        counters.skippedPackets += packets;
    }

    void reportMarks(MediaLegListener listener) {
        queue.reportMarks(listener);
    }

    void clear(MediaLegListener listener) {
        queue.clear(listener);
    }

    void mark(String name) {
        queue.mark(name);
    }

    private static int ticks(NegotiatedAudio agreement) {
        return agreement.ptimeMs() * agreement.codec().clockRate / MS_PER_SECOND;
    }

    private WireCodec wire(Codec codec) {
        if (codec != wireCodec) {
            wireCodec = codec;
            wire = WireCodec.of(codec);
        }
        return wire;
    }

    /** What the caller hears now, in the law of his codec. */
    private byte[] audio(NegotiatedAudio agreement) {
        Codec law = agreement.codec().law();
        byte[] payload = new byte[agreement.ptimeMs() * SAMPLES_PER_MS];
        byte @Nullable [] across = bridge == null ? null : bridge.take(payload.length, law);
        if (!paused && queue.take(payload, Companding.silence(streamCodec))) {
            byte[] own = Companding.transcode(payload, streamCodec, law);
            turns.plays(own, law, queue.item());
            return own;
        }
        turns.playsNothing(payload.length);
        if (across != null) {
            return across;
        }
        Arrays.fill(payload, Companding.silence(law));
        return payload;
    }

    /** The peer takes no telephone events: it hears the key's dual tone. */
    private byte[] inBand(EventPacket key, NegotiatedAudio agreement) {
        TelephoneEvent event = key.event();
        Codec law = agreement.codec().law();
        if (key.marker()) {
            tone = Companding.encode(ToneGenerator.key(event.key(), KEY), law);
        }
        byte[] payload = new byte[agreement.ptimeMs() * SAMPLES_PER_MS];
        Arrays.fill(payload, Companding.silence(law));
        int from = event.duration() - payload.length;
        int count = Math.min(payload.length, tone.length - from);
        if (count > 0) {
            System.arraycopy(tone, from, payload, 0, count);
        }
        if (event.end()) {
            tone = new byte[0]; // the repeats of the end are silent
        }
        return payload;
    }

    private RtpPacket packet(boolean marker, int payloadType, int packetTimestamp, byte[] payload) {
        RtpPacket packet = new RtpPacket(marker, payloadType, sequence, packetTimestamp, ssrc, payload);
        sequence = (sequence + 1) & 0xFFFF;
        return packet;
    }
}
