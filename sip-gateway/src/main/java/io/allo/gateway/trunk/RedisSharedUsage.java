// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Use of the accounts in Redis: {@code trunk:{id}:calls} is a hash from gateway to {@code calls|milliseconds}, where a gateway
 * that has said nothing for 10 s has none; {@code trunk:{id}:minutes:DATE} is a hash from gateway to minutes of that day. A
 * gateway that was started anew is another one, so the minutes of the one before go on counting.
 */
public final class RedisSharedUsage implements SharedUsage {
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration DAYS = Duration.ofDays(2);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String EXCHANGE = """
            local me, now, fresh = ARGV[1], tonumber(ARGV[4]), tonumber(ARGV[5])
            redis.call('HSET', KEYS[1], me, ARGV[2] .. '|' .. ARGV[4])
            redis.call('PEXPIRE', KEYS[1], fresh)
            redis.call('HSET', KEYS[2], me, ARGV[3])
            redis.call('PEXPIRE', KEYS[2], ARGV[6])
            local calls, minutes = 0, 0
            local all = redis.call('HGETALL', KEYS[1])
            for i = 1, #all, 2 do
              local live, at = string.match(all[i + 1], '(%d+)|(%d+)')
              if not at or tonumber(at) < now - fresh then
                redis.call('HDEL', KEYS[1], all[i])
              elseif all[i] ~= me then
                calls = calls + tonumber(live)
              end
            end
            all = redis.call('HGETALL', KEYS[2])
            for i = 1, #all, 2 do
              if all[i] ~= me then minutes = minutes + tonumber(all[i + 1]) end
            end
            return {calls, minutes}
            """;

    private final Redis redis;
    private final Clock clock;
    private final String gateway;

    /** @param gateway name of this run of the gateway, another one after a restart */
    public RedisSharedUsage(Redis redis, Clock clock, String gateway) {
        this.redis = requireNonNull(redis, "redis");
        this.clock = requireNonNull(clock, "clock");
        this.gateway = requireNonNull(gateway, "gateway");
    }

    @Override
    public CompletionStage<Use> exchange(int sipAccountId, Use own) {
        String key = "trunk:{" + sipAccountId + "}:";
        Request request = Request.cmd(Command.EVAL)
                .arg(EXCHANGE)
                .arg(2)
                .arg(key + "calls")
                .arg(key + "minutes:" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
                .arg(gateway)
                .arg(own.calls())
                .arg(own.minutes())
                .arg(clock.millis())
                .arg(FRESH.toMillis())
                .arg(DAYS.toMillis());
        return redis.send(request)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .map(answer -> new Use(answer.get(0).toInteger(), answer.get(1).toLong()))
                .toCompletionStage();
    }
}
