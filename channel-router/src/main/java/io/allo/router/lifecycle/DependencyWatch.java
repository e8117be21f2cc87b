// SPDX-License-Identifier: Apache-2.0
package io.allo.router.lifecycle;

import io.allo.router.config.Dependency;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Looks now and then whether the dependencies answer, so that a health request waits for none of them. */
@Singleton
class DependencyWatch {
    private static final Logger LOG = Logger.getLogger(DependencyWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Instance<Dependency> dependencies;
    private final Map<String, Boolean> answering = new ConcurrentHashMap<>();

    DependencyWatch(Vertx vertx, Instance<Dependency> dependencies) {
        this.vertx = vertx;
        this.dependencies = dependencies;
    }

    void start(@Observes StartupEvent event) {
        look();
        vertx.setPeriodic(EVERY.toMillis(), timer -> look());
    }

    /** By name; missing until it was asked once. */
    Map<String, Boolean> answering() {
        return Map.copyOf(answering);
    }

    private void look() {
        for (Dependency dependency : dependencies) {
            Uni.createFrom()
                    .deferred(dependency::ping)
                    .ifNoItem()
                    .after(LIMIT)
                    .fail()
                    .subscribe()
                    .with(done -> found(dependency.name(), true), failure -> found(dependency.name(), false));
        }
    }

    private void found(String name, boolean answers) {
        Boolean before = answering.put(name, answers);
        if (before == null ? !answers : before != answers) {
            LOG.infof("%s %s", name, answers ? "answers again" : "does not answer");
        }
    }
}
