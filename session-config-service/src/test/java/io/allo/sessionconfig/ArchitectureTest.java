// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig;

import io.allo.testkit.ArchitectureRules;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The arrows of docs/architecture.md, as tests. A package sees only the packages on its own line. */
class ArchitectureTest {
    private static final Map<String, Set<String>> SEES = Map.of(
            "config", Set.of(),
            "secret", Set.of("config"),
            "account", Set.of(),
            "agent", Set.of(),
            "phoneline", Set.of("secret", "config"),
            "door", Set.of("account", "agent", "config"),
            "routing", Set.of("account", "agent", "secret"),
            "session", Set.of("phoneline", "config", "door"),
            "admin", Set.of("account", "agent", "secret"));

    @TestFactory
    Stream<DynamicTest> arrows() {
        return new ArchitectureRules("io.allo.sessionconfig", SEES)
                .all()
                .documentedConfiguration()
                .onlyIn("javax.crypto..", "secret")
                .tests();
    }
}
