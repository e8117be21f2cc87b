// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import io.allo.router.config.Dependency;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

@Singleton
class RedisDependency implements Dependency {
    private final Redis redis;

    RedisDependency(Redis redis) {
        this.redis = redis;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Uni<Void> ping() {
        return redis.execute("PING").replaceWithVoid();
    }
}
