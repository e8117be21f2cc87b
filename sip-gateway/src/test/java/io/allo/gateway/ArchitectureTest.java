// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway;

import static java.util.Map.entry;

import io.allo.testkit.ArchitectureRules;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The arrows of the gateway: a package sees only the packages on its own line. */
class ArchitectureTest {
    private static final Map<String, Set<String>> SEES = Map.ofEntries(
            entry("call", Set.of()),
            entry("sdp", Set.of("call")),
            entry("rtp", Set.of()),
            entry("config", Set.of()),
            entry("media", Set.of("call", "sdp", "rtp", "config")),
            entry("mediastream", Set.of("call", "config")),
            entry("trunk", Set.of("call", "config")),
            entry("signaling", Set.of("call", "sdp", "config", "trunk")),
            entry("events", Set.of("call", "config", "trunk")),
            entry("ladder", Set.of("call")),
            entry("sessionconfig", Set.of()),
            entry("door", Set.of("call", "config", "sessionconfig")),
            entry("compatible", Set.of("call", "config")),
            entry("explain", Set.of("call", "sessionconfig")),
            entry("api", Set.of("call", "config", "compatible", "door", "explain", "ladder", "sessionconfig", "trunk")),
            entry("waiting", Set.of("call", "config")),
            entry(
                    "lifecycle",
                    Set.of(
                            "call",
                            "compatible",
                            "config",
                            "ladder",
                            "media",
                            "mediastream",
                            "sessionconfig",
                            "signaling",
                            "trunk",
                            "events",
                            "waiting")));

    @TestFactory
    Stream<DynamicTest> arrows() {
        return new ArchitectureRules("io.allo.gateway", SEES)
                .all()
                .documentedConfiguration()
                .onlyIn("javax.sip..", "signaling")
                .onlyIn("gov.nist..", "signaling")
                .onlyIn("io.vertx.redis..", "compatible", "mediastream", "trunk", "lifecycle")
                .onlyIn("org.eclipse.microprofile.reactive.messaging..", "events")
                .frameworkFree("call", "sdp", "rtp")
                .tests();
    }
}
