// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.infra;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives each {@code @QuarkusTest} of any module real servers. Registered in {@code META-INF/services}, so no test needs an
 * annotation; the module is known by its folder.
 */
public final class InfrastructureResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable Infrastructure lease;

    @Override
    public Map<String, String> start() {
        Infrastructure leased = Infrastructure.lease(moduleName());
        lease = leased;
        return settings(leased);
    }

    private static Map<String, String> settings(Infrastructure leased) {
        Map<String, String> settings = new HashMap<>();
        // Only what the module can read: configuration mappings refuse keys that they do not know.
        if (onClassPath("io/smallrye/reactive/messaging/kafka/KafkaConnector.class")) {
            settings.put("kafka.bootstrap.servers", leased.kafkaBootstrap());
            settings.put("allo.topic-prefix", leased.topicPrefix());
        }
        if (onClassPath("io/quarkus/redis/datasource/RedisDataSource.class")) {
            settings.put("quarkus.redis.hosts", leased.redisUrl());
        }
        if (leased.schema().isPresent()) {
            settings.put("quarkus.datasource.jdbc.url", leased.jdbcUrl());
            settings.put("quarkus.datasource.reactive.url", leased.postgresUrl());
            settings.put("quarkus.datasource.username", leased.postgresUser());
            settings.put("quarkus.datasource.password", leased.postgresPassword());
        }
        return settings;
    }

    private static boolean onClassPath(String resource) {
        return Thread.currentThread().getContextClassLoader().getResource(resource) != null;
    }

    private static String moduleName() {
        return Objects.requireNonNull(ProjectRoot.module().getFileName(), "module folder")
                .toString();
    }

    @Override
    public void stop() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }
}
