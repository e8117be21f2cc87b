// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import io.allo.router.cockpit.CockpitBus;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/** {@link CockpitBus} on {@code allo:cockpit:*}; what is for this replica too it hears without Redis. */
@Singleton
class RedisCockpitBus implements CockpitBus {
    private final RedisBus redis;
    private volatile Consumer<byte[]> listener = nobody -> {};

    RedisCockpitBus(ReactiveRedisDataSource redis) {
        this.redis = new RedisBus("allo:cockpit:", redis);
    }

    @Override
    public String self() {
        return redis.self();
    }

    @Override
    public void tell(String address, byte[] message) {
        if (address.equals(self()) || address.equals(ALL)) {
            listener.accept(message);
        }
        redis.tell(address, message);
    }

    @Override
    public void listen(Consumer<byte[]> hears) {
        listener = hears;
        redis.listen(hears);
    }
}
