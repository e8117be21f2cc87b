// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.worker;

import java.time.Duration;

/**
 * Keys, fields, times and the reservation script of the worker registry.
 *
 * <ul>
 *   <li>{@code allo:workers}: sorted set, member = worker id, score = last heartbeat in epoch milliseconds
 *   <li>{@code allo:worker:{id}}: hash with {@code host port wsUrl maxCalls draining}
 *   <li>{@code allo:worker:{id}:slots}: sorted set, member = call id, score = the slot's expiry in epoch milliseconds
 *   <li>{@code allo:call:{callId}:epoch}: the highest epoch a worker was given for this call
 *   <li>{@code allo:media-token:{token}}: set once, by the worker that accepts a media handshake (single use)
 * </ul>
 */
public final class WorkerRegistry {
    public static final String WORKERS = "allo:workers";
    public static final String FIELD_HOST = "host";
    public static final String FIELD_PORT = "port";
    /** Base of the media socket, for example {@code ws://10.0.0.7:8000/media}; the call id is appended as a path segment. */
    public static final String FIELD_WS_URL = "wsUrl";

    public static final String FIELD_MAX_CALLS = "maxCalls";
    public static final String FIELD_DRAINING = "draining";

    /** A worker writes its heartbeat this often. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(1);
    /** A worker whose heartbeat is older takes no new call. */
    public static final Duration STALE_AFTER = Duration.ofSeconds(5);
    /** A reservation that no worker confirms (by raising its score) lapses after this time. */
    public static final Duration RESERVATION = Duration.ofSeconds(30);

    /**
     * Reserves one slot. KEYS[1] = worker hash, KEYS[2] = slots. ARGV[1] = call id, ARGV[2] = now (epoch ms), ARGV[3] =
     * expiry (epoch ms). Answers the number of reserved slots after the reservation, or -1 when full, draining or gone.
     */
    public static final String RESERVE_SCRIPT = """
            local max = tonumber(redis.call('HGET', KEYS[1], 'maxCalls') or '0')
            if max == 0 or redis.call('HGET', KEYS[1], 'draining') == 'true' then return -1 end
            redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[2])
            if redis.call('ZSCORE', KEYS[2], ARGV[1]) == false and redis.call('ZCARD', KEYS[2]) >= max then return -1 end
            redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
            redis.call('PEXPIRE', KEYS[2], 3600000)
            return redis.call('ZCARD', KEYS[2])
            """;

    private WorkerRegistry() {}

    public static String workerKey(String workerId) {
        return "allo:worker:" + workerId;
    }

    public static String slotsKey(String workerId) {
        return "allo:worker:" + workerId + ":slots";
    }

    public static String epochKey(String callId) {
        return "allo:call:" + callId + ":epoch";
    }

    public static String mediaTokenKey(String token) {
        return "allo:media-token:" + token;
    }
}
