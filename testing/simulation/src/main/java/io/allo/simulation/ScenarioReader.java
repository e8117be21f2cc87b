// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Reads a scenario file; a word that it does not know is refused, so that a misspelt expectation is no passed one. */
final class ScenarioReader {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final long LARGEST = 1 << 20;
    private static final Duration QUIET = Duration.ofMillis(1000);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A greeting with a spoken menu of eight keys takes more than 20 s. */
    private static final Duration LONGEST_WORDS = Duration.ofSeconds(30);

    private static final double NOISE_DBOV = -40;

    private final Path file;

    private ScenarioReader(Path file) {
        this.file = file;
    }

    static Scenario read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new ScenarioFailure(file + ": larger than 1 MB");
            }
            return new ScenarioReader(file).scenario(YAML.readTree(file.toFile()));
        } catch (IOException e) {
            throw new ScenarioFailure(file + ": " + e.getMessage(), e);
        }
    }

    private Scenario scenario(JsonNode root) {
        only(root, Set.of("name", "caller", "call", "language", "codec", "steps"));
        List<Step> steps = new ArrayList<>();
        root.path("steps").forEach(node -> steps.add(step(node)));
        if (steps.isEmpty()) {
            throw wrong("no steps");
        }
        String codec = root.path("codec").asText("PCMA");
        if (!Set.of("PCMA", "PCMU").contains(codec)) {
            throw wrong("codec: " + codec + " (expected: PCMA or PCMU)");
        }
        return new Scenario(
                text(root, "name"),
                file.toAbsolutePath().getParent(),
                text(root, "caller"),
                text(root, "call"),
                root.path("language").asText("fr"),
                codec.equals("PCMA"),
                steps);
    }

    /** A bare word, or one word with its value. */
    private Step step(JsonNode node) {
        if (!node.isTextual() && node.size() != 1) {
            throw wrong("a step is one word, with or without a value: " + node);
        }
        String word = node.isTextual() ? node.asText() : node.fieldNames().next();
        JsonNode value = node.path(word);
        return switch (word) {
            case "listen" -> {
                only(value, Set.of("quiet", "within"));
                yield new Step.Listen(ms(value, "quiet", QUIET), ms(value, "within", LONGEST_WORDS));
            }
            case "say" -> new Step.Say(words(value));
            case "keys" -> new Step.Keys(keys(value.asText()));
            case "silence" -> new Step.Silence(Duration.ofMillis(number(value, word)));
            case "noise" -> {
                only(value, Set.of("ms", "dbov"));
                yield new Step.Noise(ms(value, "ms", QUIET), value.path("dbov").asDouble(NOISE_DBOV));
            }
            case "interrupt" -> {
                only(value, Set.of("after", "say", "silent_within"));
                Duration silent = value.has("silent_within") ? ms(value, "silent_within", QUIET) : null;
                yield new Step.Interrupt(ms(value, "after", QUIET), words(value.path("say")), silent);
            }
            case "loss" -> new Step.Loss(Math.clamp(value.asDouble(), 0, 100));
            case "hangup" -> new Step.HangUp();
            case "ended" -> {
                only(value, Set.of("within"));
                yield new Step.Ended(ms(value, "within", PATIENCE));
            }
            case "expect" -> new Step.Expect(expectation(value));
            default -> throw wrong("unknown step " + word);
        };
    }

    private Expectation expectation(JsonNode node) {
        only(node, Set.of("said", "heard", "tools", "end", "state", "spoken", "latency", "within"));
        List<Expectation.State> state = new ArrayList<>();
        for (JsonNode one : node.path("state")) {
            only(one, Set.of("get", "at", "equals"));
            state.add(new Expectation.State(text(one, "get"), one.path("at").asText(), one.path("equals")));
        }
        JsonNode latency = node.path("latency");
        only(latency, Set.of("p50", "p95"));
        return new Expectation(
                texts(node.path("said")),
                texts(node.path("heard")),
                texts(node.path("tools")),
                node.has("end") ? node.path("end").asText() : null,
                state,
                node.has("spoken") ? ms(node, "spoken", QUIET) : null,
                latency.isMissingNode()
                        ? null
                        : new Expectation.Budget(
                                latency.has("p50") ? ms(latency, "p50", QUIET) : null,
                                latency.has("p95") ? ms(latency, "p95", QUIET) : null),
                ms(node, "within", PATIENCE));
    }

    private Step.Words words(JsonNode node) {
        only(node, Set.of("file"));
        return node.has("file") ? new Step.Words(text(node, "file"), true) : new Step.Words(node.asText(), false);
    }

    private String keys(String keys) {
        if (!keys.matches("[0-9*#A-D]{1,64}")) {
            throw wrong("keys: " + keys + " (expected: 0-9 * # A-D, in quotes)");
        }
        return keys;
    }

    private static List<String> texts(JsonNode node) {
        return node.isTextual()
                ? List.of(node.asText())
                : node.valueStream().map(JsonNode::asText).toList();
    }

    private String text(JsonNode node, String field) {
        if (!node.path(field).isValueNode()) {
            throw wrong(field + " is missing");
        }
        return node.path(field).asText();
    }

    private Duration ms(JsonNode node, String field, Duration otherwise) {
        return node.has(field) ? Duration.ofMillis(number(node.path(field), field)) : otherwise;
    }

    private long number(JsonNode value, String what) {
        if (!value.canConvertToLong() || value.asLong() < 0) {
            throw wrong(what + ": " + value + " (expected: milliseconds)");
        }
        return value.asLong();
    }

    private void only(JsonNode node, Collection<String> known) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw wrong("unknown word " + name + " (known: "
                        + String.join(", ", known.stream().sorted().toList()) + ")");
            }
        });
    }

    private ScenarioFailure wrong(String what) {
        return new ScenarioFailure(file + ": " + what);
    }
}
