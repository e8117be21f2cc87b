// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.gateway.rtp.RtpPortAllocator;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/** Meters of the media: ports in use now, and what each stream counted, added at its end. */
final class MediaMetrics {
    private final Counter received;
    private final Counter lost;
    private final Counter late;
    private final Counter sent;
    private final Counter sendFailures;
    private final Counter concealed;
    private final Counter malformed;
    private final Counter foreign;
    private final Counter overflow;
    private final Counter skipped;
    private final Counter unauthentic;
    private final DistributionSummary jitter;
    private final DistributionSummary roundTrip;
    private final DistributionSummary mos;

    MediaMetrics(MeterRegistry registry, RtpPortAllocator ports, MediaLoop loop) {
        registry.gauge("allo.media.ports.used", ports, RtpPortAllocator::inUse);
        registry.gauge("allo.media.loop.faults", loop, MediaLoop::faults);
        received = registry.counter("allo.rtp.packets", "direction", "received");
        sent = registry.counter("allo.rtp.packets", "direction", "sent");
        lost = registry.counter("allo.rtp.packets.lost");
        late = registry.counter("allo.rtp.packets.late");
        malformed = registry.counter("allo.rtp.packets.dropped", "cause", "malformed");
        foreign = registry.counter("allo.rtp.packets.dropped", "cause", "foreign");
        unauthentic = registry.counter("allo.rtp.packets.dropped", "cause", "unauthentic");
        sendFailures = registry.counter("allo.rtp.packets.dropped", "cause", "not-sent");
        skipped = registry.counter("allo.rtp.packets.dropped", "cause", "loop-late");
        concealed = registry.counter("allo.media.frames.concealed");
        overflow = registry.counter("allo.media.frames.overflow");
        jitter = DistributionSummary.builder("allo.rtp.jitter")
                .baseUnit("milliseconds")
                .register(registry);
        roundTrip = DistributionSummary.builder("allo.rtp.roundtrip")
                .baseUnit("milliseconds")
                .register(registry);
        mos = DistributionSummary.builder("allo.call.mos")
                .serviceLevelObjectives(2, 2.5, 3, 3.5, 4, 4.5)
                .register(registry);
    }

    void record(MediaStatistics stream) {
        received.increment((double) stream.received());
        lost.increment((double) stream.lost());
        late.increment((double) stream.late());
        sent.increment((double) stream.sent());
        sendFailures.increment((double) stream.sendFailures());
        concealed.increment((double) stream.concealedFrames());
        malformed.increment((double) stream.malformed());
        foreign.increment((double) stream.foreign());
        overflow.increment((double) stream.playoutOverflow());
        skipped.increment((double) stream.skippedPackets());
        unauthentic.increment((double) stream.unauthentic());
        jitter.record(stream.jitterMs());
        if (stream.roundTripMs() >= 0) {
            roundTrip.record(stream.roundTripMs());
        }
        if (stream.mos() > 0) {
            mos.record(stream.mos());
        }
    }
}
