// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Tells who comes from a LiveKit set-up that its variables have nothing to do here; never their values. */
@ApplicationScoped
class UnusedVariables {
    private static final Logger LOG = Logger.getLogger(UnusedVariables.class);
    private static final List<String> NAMES = List.of("LIVEKIT_API_KEY", "LIVEKIT_API_SECRET", "LIVEKIT_URL");

    private final Config config;

    UnusedVariables(Config config) {
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        found().forEach(name -> LOG.infof("%s is set and not used: sip-gateway takes the calls", name));
    }

    List<String> found() {
        return NAMES.stream()
                .filter(name -> config.getOptionalValue(name, String.class).isPresent())
                .toList();
    }
}
