// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Leases in Redis: {@code trunk:{id}:holder} is the name of the gateway that holds the account and lapses after 20 s,
 * {@code trunk:{id}:contact} is {@code name|Contact} of whoever registered last and lapses after a day,
 * {@code trunk:gateways} are the gateways that asked lately.
 */
public final class RedisRegistrationLease implements RegistrationLease {
    private static final Logger LOG = Logger.getLogger(RedisRegistrationLease.class);
    private static final Duration LIFE = Duration.ofSeconds(20);
    private static final Duration CONTACT_LIFE = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String GATEWAYS = "trunk:gateways";
    private static final char SEPARATOR = '|';

    /** Empty when another gateway holds it, else the contact (or "") of the last registration. */
    private static final String HOLD = """
            local holder = redis.call('GET', KEYS[1])
            redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
            if holder and holder ~= ARGV[1] then return false end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return redis.call('GET', KEYS[2]) or ''
            """;

    private static final String RELEASE = """
            redis.call('ZREM', KEYS[2], ARGV[1])
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0
            """;

    private final Redis redis;
    private final Clock clock;
    private final String gateway;

    /** @param gateway name of this gateway, the same after a restart */
    public RedisRegistrationLease(Redis redis, Clock clock, String gateway) {
        this.redis = requireNonNull(redis, "redis");
        this.clock = requireNonNull(clock, "clock");
        this.gateway = requireNonNull(gateway, "gateway");
    }

    @Override
    public CompletionStage<Grant> hold(int sipAccountId) {
        Request hold = Request.cmd(Command.EVAL)
                .arg(HOLD)
                .arg(3)
                .arg(holderKey(sipAccountId))
                .arg(contactKey(sipAccountId))
                .arg(GATEWAYS)
                .arg(gateway)
                .arg(LIFE.toMillis())
                .arg(clock.millis());
        return send(hold)
                .<Grant>map(answer -> answer == null
                        ? new Grant.Elsewhere()
                        : new Grant.Held(
                                Optional.of(contactOf(answer.toString())).filter(contact -> !contact.isEmpty())))
                .otherwise(failure -> {
                    LOG.debugf("lease of SIP account %d unknown: %s", sipAccountId, failure.getMessage());
                    return new Grant.Unknown();
                })
                .toCompletionStage();
    }

    @Override
    public void contact(int sipAccountId, String contact) {
        send(Request.cmd(Command.SET)
                        .arg(contactKey(sipAccountId))
                        .arg(gateway + SEPARATOR + contact)
                        .arg("PX")
                        .arg(CONTACT_LIFE.toMillis()))
                .onFailure(failure -> LOG.debugf("Contact not remembered: %s", failure.getMessage()));
    }

    @Override
    public CompletionStage<Void> release(int sipAccountId) {
        return send(Request.cmd(Command.EVAL)
                        .arg(RELEASE)
                        .arg(2)
                        .arg(holderKey(sipAccountId))
                        .arg(GATEWAYS)
                        .arg(gateway))
                .<Void>mapEmpty()
                .otherwiseEmpty()
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> othersAlive() {
        return send(Request.cmd(Command.ZRANGEBYSCORE)
                        .arg(GATEWAYS)
                        .arg(clock.millis() - LIFE.toMillis())
                        .arg("+inf"))
                .map(this::names)
                .otherwise(false)
                .toCompletionStage();
    }

    private boolean names(@Nullable Response alive) {
        if (alive != null) {
            for (Response name : alive) {
                if (!name.toString().equals(gateway)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public CompletionStage<Boolean> succeeded(int sipAccountId) {
        return send(Request.cmd(Command.GET).arg(contactKey(sipAccountId)))
                .map(answer -> answer != null && !answer.toString().startsWith(gateway + SEPARATOR))
                .otherwise(false)
                .toCompletionStage();
    }

    /** A Redis that does not answer must not keep a registration waiting. */
    private Future<@Nullable Response> send(Request request) {
        return redis.send(request).timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String contactOf(String stored) {
        return stored.substring(stored.indexOf(SEPARATOR) + 1);
    }

    private static String holderKey(int id) {
        return "trunk:{" + id + "}:holder";
    }

    private static String contactKey(int id) {
        return "trunk:{" + id + "}:contact";
    }
}
