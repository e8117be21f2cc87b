// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** Open sockets and streams of this replica. */
@ApplicationScoped
class ConnectionCount {
    private final AtomicInteger sockets = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final int limit;

    ConnectionCount(WebChatConfig config, MeterRegistry metrics) {
        this.limit = config.maxConnections();
        metrics.gauge("allo.webchat.sockets", sockets);
        metrics.gauge("allo.webchat.streams", streams);
    }

    boolean full() {
        return sockets.get() + streams.get() >= limit;
    }

    void socketOpened() {
        sockets.incrementAndGet();
    }

    void socketClosed() {
        sockets.decrementAndGet();
    }

    void streamOpened() {
        streams.incrementAndGet();
    }

    void streamClosed() {
        streams.decrementAndGet();
    }

    int streams() {
        return streams.get();
    }
}
