// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands;
import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Publish and subscribe on {@code <prefix>all} and {@code <prefix><replica>}. Each message begins with its sender, who does not hear it
 * again. A connection that breaks is made again.
 */
final class RedisBus {
    private static final String ALL = "all";
    private static final Logger LOG = Logger.getLogger(RedisBus.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration LATEST = Duration.ofSeconds(10);
    private static final int ID_BYTES = 16;
    /** While Redis does not answer, sound is not worth keeping. */
    private static final int MOST_UNSENT = 500;

    private final String prefix;
    private final ReactivePubSubCommands<byte[]> redis;
    private final UUID self = UUID.randomUUID();
    private final AtomicInteger unsent = new AtomicInteger();
    private volatile Consumer<byte[]> listener = nobody -> {};

    RedisBus(String prefix, ReactiveRedisDataSource redis) {
        this.prefix = prefix;
        this.redis = redis.pubsub(byte[].class);
    }

    /** Address of this replica. */
    String self() {
        return self.toString();
    }

    /** To other replicas. */
    void tell(String address, byte[] message) {
        if (!address.equals(self()) && unsent.get() < MOST_UNSENT) {
            unsent.incrementAndGet();
            redis.publish(prefix + address, signed(message))
                    .onTermination()
                    .invoke(unsent::decrementAndGet)
                    .subscribe()
                    .with(_ -> {}, failure -> LOG.debugf("not told to other replicas: %s", failure.toString()));
        }
    }

    private byte[] signed(byte[] message) {
        return ByteBuffer.allocate(ID_BYTES + message.length)
                .putLong(self.getMostSignificantBits())
                .putLong(self.getLeastSignificantBits())
                .put(message)
                .array();
    }

    /** Hears what others send to this replica and to all. Once. */
    void listen(Consumer<byte[]> hears) {
        listener = hears;
        Multi.createFrom()
                .deferred(() -> redis.subscribe(prefix + ALL, prefix + self))
                .onFailure()
                .invoke(failure -> LOG.warnf("other replicas are not heard, again soon: %s", failure.toString()))
                .onFailure()
                .retry()
                .withBackOff(AGAIN, LATEST)
                .indefinitely()
                .subscribe()
                .with(this::heard, failure -> LOG.errorf(failure, "other replicas are not heard any more"));
    }

    private void heard(byte[] bytes) {
        if (bytes.length > ID_BYTES) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (!new UUID(in.getLong(), in.getLong()).equals(self)) {
                listener.accept(Arrays.copyOfRange(bytes, ID_BYTES, bytes.length));
            }
        }
    }
}
