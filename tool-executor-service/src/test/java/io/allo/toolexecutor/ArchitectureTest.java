// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.allo.testkit.ArchitectureRules;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which feature may use which. The lower half is what all stand on; no feature of the upper half uses {@code execution}. */
class ArchitectureTest {
    private static final Set<String> ENDPOINT = Set.of("restaurant", "door", "idempotency", "phone", "config");
    private static final Map<String, Set<String>> SEES = Map.ofEntries(
            entry("execution", Set.of("config", "door", "mcp")),
            entry(
                    "appointment",
                    Set.of("notification", "calcom", "knowledge", "door", "idempotency", "phone", "config")),
            entry("notification", Set.of("door", "config")),
            entry("calcom", Set.of()),
            entry("mcp", Set.of()),
            entry("egress", Set.of()),
            entry("session", Set.of("restaurant", "menu", "dining", "faq", "customer", "door", "config")),
            entry("audit", Set.of("config")),
            entry(
                    "provisioning",
                    Set.of("restaurant", "menu", "dining", "faq", "audit", "door", "idempotency", "config")),
            entry(
                    "reservation",
                    Set.of("restaurant", "dining", "customer", "outbox", "door", "idempotency", "phone", "config")),
            entry("dining", Set.of("restaurant", "menu", "door", "idempotency", "config")),
            entry(
                    "order",
                    Set.of(
                            "restaurant",
                            "menu",
                            "customer",
                            "planning",
                            "kitchen",
                            "outbox",
                            "door",
                            "idempotency",
                            "phone",
                            "config")),
            entry("delivery", Set.of("order", "restaurant", "door", "idempotency")),
            entry("planning", Set.of("kitchen", "restaurant", "door", "idempotency", "config")),
            entry("kitchen", Set.of()),
            entry("message", Set.of("restaurant", "outbox", "door", "idempotency", "phone", "config")),
            entry("knowledge", Set.of("document", "vector", "door", "idempotency", "config")),
            entry("vector", Set.of()),
            entry("document", Set.of()),
            entry("faq", ENDPOINT),
            entry("blockedphone", ENDPOINT),
            entry("call", Set.of("notification", "restaurant", "door", "idempotency", "phone", "config")),
            entry("customer", ENDPOINT),
            entry("menu", Set.of("restaurant", "door", "idempotency", "config")),
            entry("staff", Set.of()),
            entry("servers", Set.of("door", "config")),
            entry("stats", Set.of("restaurant", "door")),
            entry(
                    "availability",
                    Set.of("geocoding", "planning", "kitchen", "restaurant", "dining", "reservation", "door")),
            entry("geocoding", Set.of("restaurant")),
            entry("restaurant", Set.of("door", "config")),
            entry("outbox", Set.of("config")),
            entry("idempotency", Set.of("door", "config")),
            entry("door", Set.of("config")),
            entry("health", Set.of()),
            entry("phone", Set.of()),
            entry("config", Set.of()));

    /** What talks with a voice model holds a WebSocket: nothing here can. */
    @Test
    @DisplayName("A1: the business application places no realtime connection")
    void noConnectionToAVoiceModel() {
        noClasses()
                .that()
                .resideInAPackage("io.allo.toolexecutor..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(".*(WebSocket|websockets).*")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.allo.toolexecutor"));
    }

    @TestFactory
    Stream<DynamicTest> arrows() {
        return new ArchitectureRules("io.allo.toolexecutor", SEES)
                .all()
                .documentedConfiguration()
                .onlyIn("org.eclipse.microprofile.reactive.messaging..", "outbox", "call")
                .onlyIn("com.networknt..", "config")
                .onlyIn("com.google.i18n..", "phone")
                .onlyIn("org.apache.pdfbox..", "document")
                .onlyIn("org.jsoup..", "document")
                .frameworkFree("phone", "kitchen", "document")
                .tests();
    }
}
