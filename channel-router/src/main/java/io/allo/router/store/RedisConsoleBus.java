// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import io.allo.router.console.ConsoleBus;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/** {@link ConsoleBus} on {@code allo:console:*}. */
@Singleton
class RedisConsoleBus implements ConsoleBus {
    private final RedisBus redis;

    RedisConsoleBus(ReactiveRedisDataSource redis) {
        this.redis = new RedisBus("allo:console:", redis);
    }

    @Override
    public String self() {
        return redis.self();
    }

    @Override
    public void tell(String address, byte[] message) {
        redis.tell(address, message);
    }

    @Override
    public void listen(Consumer<byte[]> listener) {
        redis.listen(listener);
    }
}
