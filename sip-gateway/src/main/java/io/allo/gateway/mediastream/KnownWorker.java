// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.mediastream;

import io.allo.gateway.call.Worker;
import io.vertx.redis.client.Response;
import java.net.URI;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A worker as the registry described it, with the number of its reserved slots as we last heard. Thread-safe. */
final class KnownWorker {
    private static final Logger LOG = Logger.getLogger(KnownWorker.class);

    private final Worker worker;
    private final boolean draining;
    private volatile int reserved;

    private KnownWorker(Worker worker, boolean draining, int reserved) {
        this.worker = worker;
        this.draining = draining;
        this.reserved = reserved;
    }

    /**
     * Null when the description is incomplete.
     *
     * @param fields answer of HMGET wsUrl draining
     */
    static @Nullable KnownWorker of(String id, @Nullable Response fields, @Nullable Response slots) {
        Response url = fields == null || fields.size() < 2 ? null : fields.get(0);
        if (url == null) {
            return null;
        }
        try {
            URI mediaUrl = URI.create(url.toString());
            if (mediaUrl.getHost() == null) {
                throw new IllegalArgumentException("no host");
            }
            Response drain = fields.get(1);
            boolean draining = drain != null && drain.toString().equals("true");
            return new KnownWorker(new Worker(id, mediaUrl), draining, slots == null ? 0 : slots.toInteger());
        } catch (IllegalArgumentException e) {
            LOG.warnf("worker %s has no usable media URL", id);
            return null;
        }
    }

    Worker worker() {
        return worker;
    }

    boolean draining() {
        return draining;
    }

    int reserved() {
        return reserved;
    }

    void reserved(int slots) {
        reserved = slots;
    }
}
