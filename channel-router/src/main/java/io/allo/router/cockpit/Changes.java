// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts in whose conversations something happened, told to all replicas a few times a second. Any thread. */
@ApplicationScoped
class Changes {
    static final String KIND = "changed";
    private static final Duration EVERY = Duration.ofMillis(200);

    private final CockpitBus bus;
    private final Vertx vertx;
    private final Set<String> accounts = ConcurrentHashMap.newKeySet();

    Changes(CockpitBus bus, Vertx vertx) {
        this.bus = bus;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(EVERY.toMillis(), _ -> tell());
    }

    void of(String accountId) {
        accounts.add(accountId);
    }

    private void tell() {
        if (!accounts.isEmpty()) {
            List<String> changed = new ArrayList<>(accounts);
            changed.forEach(accounts::remove);
            bus.tell(
                    CockpitBus.ALL,
                    BusMessage.json(new JsonObject().put("kind", KIND).put("accounts", new JsonArray(changed))));
        }
    }
}
