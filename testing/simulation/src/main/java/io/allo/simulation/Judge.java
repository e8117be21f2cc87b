// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares what a scenario expects with what the record, the business and the caller's ear say. */
final class Judge {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Doors doors;
    private final String caller;
    private final Instant since;
    private final AgentEar ear;

    /** @param since conversations before are not this call's */
    Judge(Doors doors, String caller, Instant since, AgentEar ear) {
        this.doors = doors;
        this.caller = caller;
        this.since = since;
        this.ear = ear;
    }

    /** Looks until all is as expected, or the time is over. @return what is not */
    List<String> judge(Expectation expected) throws InterruptedException {
        long deadline = System.nanoTime() + expected.within().toNanos();
        while (true) {
            List<String> unmet = unmet(expected);
            if (unmet.isEmpty() || System.nanoTime() >= deadline) {
                return unmet;
            }
            Thread.sleep(PAUSE);
        }
    }

    private List<String> unmet(Expectation expected) {
        List<String> unmet = new ArrayList<>();
        try {
            if (expected.needsRecord() && doors.hasRecords()) {
                Optional<JsonNode> record = doors.conversation(caller, since);
                record.ifPresentOrElse(
                        found -> record(expected, found, unmet), () -> unmet.add("no record of the conversation"));
            }
            expected.state().forEach(state -> state(state, unmet));
        } catch (ScenarioFailure e) {
            unmet.add(e.getMessage());
        }
        if (expected.spoken() != null && ear.spoken().compareTo(expected.spoken()) < 0) {
            unmet.add("the agent spoke %d ms, expected at least %d"
                    .formatted(ear.spoken().toMillis(), expected.spoken().toMillis()));
        }
        latency(expected.latency(), unmet);
        return unmet;
    }

    private static void record(Expectation expected, JsonNode record, List<String> unmet) {
        words("agent", "the agent did not say", expected.said(), record, unmet);
        words("user", "the caller was not heard saying", expected.heard(), record, unmet);
        List<String> called = record.path("toolCalls")
                .valueStream()
                .filter(call -> call.path("success").asBoolean())
                .map(call -> call.path("name").asText())
                .toList();
        int at = 0;
        for (String name : called) {
            if (at < expected.tools().size() && expected.tools().get(at).equals(name)) {
                at++;
            }
        }
        if (at < expected.tools().size()) {
            unmet.add("tools called with success: " + called + ", expected in this order: " + expected.tools());
        }
        JsonNode reason = record.path("endReason");
        String end =
                reason.path("category").asText() + "/" + reason.path("slug").asText();
        if (expected.end() != null && !expected.end().equals(end)) {
            unmet.add("the conversation's end is '" + end + "', expected '" + expected.end() + "'");
        }
    }

    private static void words(String role, String wrong, List<String> words, JsonNode record, List<String> unmet) {
        String all = String.join(
                        " / ",
                        record.path("turns")
                                .valueStream()
                                .filter(turn -> turn.path("role").asText().equals(role))
                                .map(turn -> turn.path("text").asText())
                                .toList())
                .toLowerCase(Locale.ROOT);
        words.stream()
                .filter(word -> !all.contains(word.toLowerCase(Locale.ROOT)))
                .forEach(word -> unmet.add(wrong + " '" + word + "' but: " + all));
    }

    private void state(Expectation.State state, List<String> unmet) {
        JsonNode found = doors.get(state.url()).at(state.pointer());
        boolean same = found.equals(state.equal())
                || (found.isValueNode()
                        && state.equal().isValueNode()
                        && found.asText().equals(state.equal().asText()));
        if (!same) {
            unmet.add("%s of %s is %s, expected %s".formatted(state.pointer(), state.url(), found, state.equal()));
        }
    }

    private void latency(Expectation.@Nullable Budget budget, List<String> unmet) {
        List<Long> waits = ear.waitsMs();
        if (budget == null) {
            return;
        }
        if (waits.isEmpty()) {
            unmet.add("latency: no words of the caller were answered");
            return;
        }
        latency("p50", 0.5, budget.p50(), waits, unmet);
        latency("p95", 0.95, budget.p95(), waits, unmet);
    }

    private static void latency(
            String name, double share, @Nullable Duration most, List<Long> waits, List<String> unmet) {
        long found = Verdict.rank(waits, share);
        if (most != null && found > most.toMillis()) {
            unmet.add("latency " + name + " " + found + " ms, expected at most " + most.toMillis() + ": " + waits);
        }
    }
}
