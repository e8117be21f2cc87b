// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import io.allo.launcher.servers.FreePorts;
import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.Ports;
import java.io.IOException;
import java.util.Map;

/**
 * Between the services of the running Allo and what they need, so that tests can take that away.
 *
 * @param executor from channel-router to tool-executor-service
 * @param postgres from all services to PostgreSQL, but for the migrations
 * @param redis from all services to Redis
 */
public record Relays(Relay executor, Relay postgres, Relay redis, Map<String, String> variables)
        implements AutoCloseable {
    public Relays {
        variables = Map.copyOf(variables);
    }

    static Relays of(Ports ports) throws IOException {
        int postgresPort = FreePorts.one();
        int redisPort = FreePorts.one();
        var executor = new Relay(ports.http().get(AlloService.TOOL_EXECUTOR_SERVICE));
        var postgres = new Relay(postgresPort);
        var redis = new Relay(redisPort);
        return new Relays(
                executor,
                postgres,
                redis,
                Map.of(
                        "ALLO_POSTGRES_PORT",
                        Integer.toString(postgresPort),
                        "ALLO_REDIS_PORT",
                        Integer.toString(redisPort),
                        "QUARKUS_REST_CLIENT_TOOL_EXECUTOR_URL",
                        "http://" + executor.authority(),
                        "QUARKUS_DATASOURCE_REACTIVE_URL",
                        "vertx-reactive:postgresql://" + postgres.authority() + "/allo",
                        "QUARKUS_REDIS_HOSTS",
                        "redis://" + redis.authority() + "/0"));
    }

    @Override
    public void close() throws IOException {
        executor.close();
        postgres.close();
        redis.close();
    }
}
