// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig;

import static java.util.Map.entry;

import io.allo.testkit.ArchitectureRules;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The arrows of docs/architecture.md, as tests. A package sees only the packages on its own line. */
class ArchitectureTest {
    private static final Map<String, Set<String>> SEES = Map.ofEntries(
            entry("config", Set.of()),
            entry("secret", Set.of("config")),
            entry("account", Set.of()),
            entry("agent", Set.of()),
            entry("phoneline", Set.of("secret", "config", "door", "audit", "sipaccount")),
            entry("worker", Set.of()),
            entry("token", Set.of("secret")),
            entry("door", Set.of("account", "agent", "config", "token")),
            entry("audit", Set.of("door")),
            entry("user", Set.of("token", "door", "audit", "secret")),
            entry("oidc", Set.of("user", "secret")),
            entry("sipaccount", Set.of("secret", "config", "door", "audit")),
            entry("workflow", Set.of("agent", "sipaccount", "door", "audit")),
            entry(
                    "routing",
                    Set.of("account", "agent", "secret", "config", "sipaccount", "workflow", "tooldefinition")),
            entry("preview", Set.of("routing", "session", "door")),
            entry("knowledge", Set.of("config", "door")),
            entry("pricing", Set.of("config", "door", "audit")),
            entry("session", Set.of("phoneline", "config", "door", "pricing", "tooldefinition")),
            entry("admin", Set.of("account", "agent", "secret", "door", "tooldefinition", "audit", "user")),
            entry("tooldefinition", Set.of("secret", "door", "config", "audit")));

    @TestFactory
    Stream<DynamicTest> arrows() {
        return new ArchitectureRules("io.allo.sessionconfig", SEES)
                .all()
                .documentedConfiguration()
                .onlyIn("javax.crypto..", "secret")
                .onlyIn("com.networknt..", "tooldefinition")
                .onlyIn("org.jose4j..", "token", "oidc")
                .onlyIn("at.favre..", "user")
                .tests();
    }
}
