// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import io.allo.contracts.worker.WorkerRegistry;
import io.allo.router.voice.MediaAdmission;
import io.allo.router.worker.WorkerAnnouncement;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Workers, their slots, used media tokens and the epochs of calls: the keys of {@link WorkerRegistry}. */
@Singleton
class RedisWorkerRegistry implements WorkerAnnouncement, MediaAdmission {
    /** A worker that was not heard of for so long has left no trace. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(1);

    /** Longer than any token lives. */
    private static final Duration TOKEN = Duration.ofMinutes(10);

    /** Longer than any call lasts. */
    private static final Duration EPOCH = Duration.ofHours(24);

    /**
     * KEYS workers, worker, slots. ARGV id, now, forgotten before, hash life ms, slots' expiry, host, port, wsUrl, maxCalls,
     * draining, number of live calls, live calls…, ended calls….
     */
    private static final String BEAT = """
            redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
            redis.call('HSET', KEYS[2], 'host', ARGV[6], 'port', ARGV[7], 'wsUrl', ARGV[8], 'maxCalls', ARGV[9], 'draining', ARGV[10])
            redis.call('PEXPIRE', KEYS[2], ARGV[4])
            local live = tonumber(ARGV[11])
            for i = 12, 11 + live do redis.call('ZADD', KEYS[3], ARGV[5], ARGV[i]) end
            for i = 12 + live, #ARGV do redis.call('ZREM', KEYS[3], ARGV[i]) end
            redis.call('PEXPIRE', KEYS[3], 3600000)
            return 1
            """;

    /** KEYS token, epoch. ARGV epoch, token life ms, epoch life ms. Answers 0 admitted, 1 token used, 2 superseded. */
    private static final String ADMIT = """
            if not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[2]) then return 1 end
            local known = tonumber(redis.call('GET', KEYS[2]) or '0')
            if known > tonumber(ARGV[1]) then return 2 end
            redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[3])
            return 0
            """;

    private final Redis redis;

    RedisWorkerRegistry(Redis redis) {
        this.redis = redis;
    }

    @Override
    public Uni<Void> beat(Worker worker, Instant now, Set<String> liveCalls, Set<String> endedCalls) {
        List<String> arguments = new ArrayList<>(List.of(
                worker.id(),
                millis(now),
                millis(now.minus(FORGOTTEN)),
                millis(FORGOTTEN),
                millis(now.plus(WorkerRegistry.RESERVATION)),
                worker.host(),
                Integer.toString(worker.port()),
                worker.wsUrl(),
                Integer.toString(worker.maxCalls()),
                Boolean.toString(worker.draining()),
                Integer.toString(liveCalls.size())));
        arguments.addAll(liveCalls);
        arguments.addAll(endedCalls);
        String[] keys = {
            WorkerRegistry.WORKERS, WorkerRegistry.workerKey(worker.id()), WorkerRegistry.slotsKey(worker.id())
        };
        return redis.script(BEAT, keys, arguments.toArray(String[]::new)).replaceWithVoid();
    }

    @Override
    public Uni<Void> remove(String workerId) {
        return redis.execute("ZREM", WorkerRegistry.WORKERS, workerId)
                .chain(() ->
                        redis.execute("DEL", WorkerRegistry.workerKey(workerId), WorkerRegistry.slotsKey(workerId)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Verdict> admit(String callId, int epoch, String token) {
        String[] keys = {WorkerRegistry.mediaTokenKey(token), WorkerRegistry.epochKey(callId)};
        return redis.script(ADMIT, keys, Integer.toString(epoch), millis(TOKEN), millis(EPOCH))
                .map(answer -> Verdict.values()[answer.intValue()]);
    }

    @Override
    public Uni<Boolean> takenOver(String callId, int epoch) {
        return redis.get(WorkerRegistry.epochKey(callId))
                .map(known -> known != null && Integer.parseInt(known) > epoch);
    }

    private static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
