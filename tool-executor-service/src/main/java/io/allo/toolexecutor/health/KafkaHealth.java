// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.HealthGroup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.net.NetSocket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Can a broker be reached? A TCP connection is enough to tell a network fault from a slow broker. */
@HealthGroup("dependencies")
@ApplicationScoped
class KafkaHealth implements AsyncHealthCheck {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Brokers brokers;
    private final Vertx vertx;

    KafkaHealth(Brokers brokers, Vertx vertx) {
        this.brokers = brokers;
        this.vertx = vertx;
    }

    /** Where Kafka is. */
    @ConfigMapping(prefix = "kafka.bootstrap")
    interface Brokers {
        /** {@code host:port}, several with commas. */
        @WithDefault("localhost:9092")
        List<String> servers();
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        String[] address =
                brokers.servers().getFirst().replaceFirst("^.*://", "").split(":", 2);
        int port = address.length == 2 ? Integer.parseInt(address[1]) : 9092;
        return vertx.createNetClient()
                .connect(port, address[0])
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .call(NetSocket::close)
                .map(socket -> HealthCheckResponse.up("kafka"))
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down("kafka"));
    }
}
