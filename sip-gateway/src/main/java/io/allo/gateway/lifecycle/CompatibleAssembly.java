// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.call.TrunkDirectory;
import io.allo.gateway.compatible.AllowedHosts;
import io.allo.gateway.compatible.CallBook;
import io.allo.gateway.compatible.Callbacks;
import io.allo.gateway.compatible.CompatibleWorkers;
import io.allo.gateway.compatible.QueuedWorkers;
import io.allo.gateway.config.CallConfig;
import io.allo.gateway.config.CompatibleConfig;
import io.allo.gateway.config.WaitingConfig;
import io.allo.gateway.mediastream.MediaSocketClient;
import io.allo.gateway.waiting.WaitingWorkers;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the parts of the bridge contract, and says who serves calls: workers of the registry, or the one media socket. */
@ApplicationScoped
class CompatibleAssembly {
    private final CompatibleConfig config;

    CompatibleAssembly(CompatibleConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    AllowedHosts hosts(Vertx vertx) {
        return new AllowedHosts(
                vertx,
                config.allowedHosts().orElse(Set.of()),
                Stream.of(config.wsTarget(), config.incomingCallbackUrl(), config.statusCallbackUrl())
                        .flatMap(Optional::stream)
                        .toList());
    }

    @Produces
    @Singleton
    Callbacks callbacks(Vertx vertx, ObjectMapper json, AllowedHosts hosts) {
        return new Callbacks(vertx, json, hosts, config, Clock.systemUTC());
    }

    void stop(@Disposes Callbacks callbacks) {
        callbacks.close();
    }

    @Produces
    @Singleton
    CallBook book(Callbacks callbacks) {
        return new CallBook(Clock.systemUTC(), callbacks);
    }

    @Produces
    @Singleton
    QueuedWorkers queued(
            Vertx vertx,
            Redis redis,
            ObjectMapper json,
            WaitingConfig waiting,
            GatewayIdentity identity,
            TrunkDirectory trunks,
            CallBook book) {
        QueuedWorkers.Settings settings = new QueuedWorkers.Settings(
                config.queueKey(), config.queueMediaUrl(), config.ringTime(), waiting.patience());
        return new QueuedWorkers(vertx, redis, json, settings, identity, trunks, book, Clock.systemUTC());
    }

    @Produces
    @Singleton
    CompatibleWorkers server(
            Vertx vertx, ObjectMapper json, CallConfig calls, AllowedHosts hosts, Callbacks callbacks, CallBook book) {
        return new CompatibleWorkers(vertx, json, config, calls, hosts, callbacks, book, Clock.systemUTC());
    }

    void stop(@Disposes CompatibleWorkers server) {
        server.close();
    }

    @Produces
    @Singleton
    WorkerSide workers(
            WaitingWorkers registry,
            MediaSocketClient sockets,
            Instance<QueuedWorkers> queued,
            Instance<CompatibleWorkers> server) {
        if (!config.enabled()) {
            return new WorkerSide(registry, sockets);
        }
        return config.queue() ? new WorkerSide(queued.get(), queued.get()) : new WorkerSide(server.get(), server.get());
    }
}
