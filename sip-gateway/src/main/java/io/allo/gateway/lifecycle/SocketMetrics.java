// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.gateway.mediastream.SocketCounters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counters of the media sockets. */
@Singleton
final class SocketMetrics implements SocketCounters {
    private final Counter dropped;
    private final Counter refused;

    SocketMetrics(MeterRegistry registry) {
        dropped = Counter.builder("allo.media.socket.frames.dropped")
                .description("Frames of callers not sent, because the worker does not read")
                .register(registry);
        refused = Counter.builder("allo.media.socket.messages.refused")
                .description("Messages of workers that are none of the protocol's")
                .register(registry);
    }

    @Override
    public void audioDropped() {
        dropped.increment();
    }

    @Override
    public void messageRefused() {
        refused.increment();
    }
}
