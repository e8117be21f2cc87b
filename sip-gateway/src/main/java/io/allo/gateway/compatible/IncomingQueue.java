// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import org.jboss.logging.Logger;

/**
 * The list in Redis from which existing workers take calls by {@code BLPOP}: pushed at the right. What is asked of
 * Redis goes out one after the other, so that the order is that of arrival and a removal never overtakes. Thread-safe; trouble with Redis is logged and never fails a call.
 */
final class IncomingQueue {
    private static final Logger LOG = Logger.getLogger(IncomingQueue.class);

    private static final String GIVE_BACK = """
            if redis.call('LPOS', KEYS[1], ARGV[1]) then return 0 end
            return redis.call('LPUSH', KEYS[1], ARGV[1])
            """;

    private final Redis redis;
    private final String key;
    private Future<?> last = Future.succeededFuture();

    IncomingQueue(Redis redis, String key) {
        this.redis = redis;
        this.key = key;
    }

    /** Behind all others. */
    void push(String record) {
        next(Request.cmd(Command.RPUSH).arg(key).arg(record));
    }

    /** Back to the head when somebody took it; a record that still stands in the list keeps its place. */
    void giveBack(String record) {
        next(Request.cmd(Command.EVAL).arg(GIVE_BACK).arg(1).arg(key).arg(record));
    }

    void remove(String record) {
        next(Request.cmd(Command.LREM).arg(key).arg(1).arg(record));
    }

    private synchronized void next(Request request) {
        last = last.transform(_ -> redis.send(request))
                .onFailure(failure -> LOG.warnf("the queue of incoming calls: %s", failure.getMessage()));
    }
}
