// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;

/** What replicas say to each other goes to whom it concerns. */
@Singleton
class CockpitEars {
    private final CockpitBus bus;
    private final LiveHub hub;
    private final CallActs acts;
    private final CallDesk desk;

    CockpitEars(CockpitBus bus, LiveHub hub, CallActs acts, CallDesk desk) {
        this.bus = bus;
        this.hub = hub;
        this.acts = acts;
        this.desk = desk;
    }

    void start(@Observes StartupEvent event) {
        bus.listen(this::heard);
    }

    private void heard(byte[] bytes) {
        switch (BusMessage.of(bytes)) {
            case BusMessage.Told told -> told(told.json());
            case BusMessage.Sound sound -> desk.sound(sound.session(), sound.g711());
            case BusMessage.Voice voice -> acts.voice(voice.session(), voice.g711());
            case null -> {}
        }
    }

    private void told(JsonObject json) {
        switch (json.getString("kind", "")) {
            case Changes.KIND -> hub.heard(json);
            case CallAct.KIND -> acts.heard(CallAct.of(json));
            case CallDesk.DONE -> desk.heard(json);
            case CallDesk.SEEN -> acts.seen(UUID.fromString(json.getString("session")));
            default -> {}
        }
    }
}
