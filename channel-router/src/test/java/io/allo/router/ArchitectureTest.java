// SPDX-License-Identifier: Apache-2.0
package io.allo.router;

import static java.util.Map.entry;

import io.allo.testkit.ArchitectureRules;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The arrows of docs/architecture.md for channel-router: a package sees only the packages on its own line. */
class ArchitectureTest {
    private static final Map<String, Set<String>> SEES = Map.ofEntries(
            // the core, and what fills its ports
            entry("conversation", Set.of()),
            entry("config", Set.of("conversation", "builtin", "reception")),
            entry("egress", Set.of("config")),
            entry("store", Set.of("cockpit", "console", "conversation", "config", "reach", "voice", "worker")),
            entry("sessionconfig", Set.of("conversation", "config", "egress", "cost")),
            entry("tools", Set.of("conversation", "config", "console", "inbox")),
            entry("cost", Set.of("conversation")),
            entry("history", Set.of("conversation", "config", "cost", "privacy")),
            entry("privacy", Set.of()),
            entry("langfuse", Set.of("conversation", "cost", "privacy")),
            entry("events", Set.of("conversation", "config", "history")),
            entry("report", Set.of("config", "history", "channel")),
            // models
            entry("builtin", Set.of("conversation")),
            entry("reception", Set.of("conversation")),
            entry("realtime", Set.of("conversation")),
            entry("chatmodel", Set.of("conversation", "guard")),
            entry("guard", Set.of("conversation")),
            // channels
            entry("channel", Set.of("conversation")),
            entry("inbox", Set.of("conversation", "config", "channel")),
            entry("twilio", Set.of("config", "inbox")),
            entry("vapi", Set.of("conversation", "config")),
            entry("twiliovoice", Set.of("conversation", "config", "twilio", "voice", "worker")),
            entry("whatsapp", Set.of("conversation", "config", "channel", "inbox", "door", "store", "twilio")),
            entry("sms", Set.of("conversation", "config", "channel", "inbox", "door", "store", "twilio")),
            entry("meta", Set.of("conversation", "config", "channel", "inbox")),
            entry("reach", Set.of("conversation", "channel", "inbox")),
            entry("takeover", Set.of("conversation", "config", "inbox", "door", "sessionconfig")),
            entry("cockpit", Set.of("conversation", "config", "door", "voice")),
            entry("console", Set.of("conversation", "config", "cost", "door", "speech", "twilio", "voice")),
            entry("photo", Set.of("conversation", "inbox")),
            entry("voicenote", Set.of("conversation", "config", "inbox")),
            entry("webchat", Set.of("conversation", "config", "channel", "inbox", "door", "store")),
            entry("speech", Set.of("conversation")),
            entry("pipeline", Set.of("conversation", "config", "speech", "vad")),
            entry("vad", Set.of()),
            entry("consent", Set.of("conversation")),
            entry("recording", Set.of("config")),
            entry("voice", Set.of("conversation", "config", "speech", "consent", "recording", "answering", "door")),
            entry("answering", Set.of()),
            entry("worker", Set.of("voice")),
            // doors and pages
            entry("door", Set.of("config", "sessionconfig")),
            entry(
                    "api",
                    Set.of("console", "conversation", "config", "history", "inbox", "door", "recording", "takeover")),
            entry("lifecycle", Set.of("conversation", "config", "history", "store")));

    @TestFactory
    Stream<DynamicTest> arrows() {
        return new ArchitectureRules("io.allo.router", SEES)
                .all()
                .documentedConfiguration()
                .frameworkFree("conversation", "builtin", "reception", "answering", "console.advice")
                .onlyIn("io.quarkus.redis..", "store")
                .onlyIn("io.vertx.mutiny.redis..", "store")
                .onlyIn("org.eclipse.microprofile.reactive.messaging..", "events")
                .onlyIn("io.smallrye.reactive.messaging..", "events")
                .onlyIn(
                        "org.eclipse.microprofile.rest.client..",
                        "cockpit",
                        "console",
                        "door",
                        "sessionconfig",
                        "tools",
                        "report",
                        "chatmodel",
                        "whatsapp",
                        "sms")
                .tests();
    }
}
