// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the console finds for whole sentences, by words alone, in the demo's 24 French articles; figures in docs/benchmarks.md. */
@ExtendWith(AlloStack.class)
class ConsoleAdviceIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTHING = "-";
    private static final int RIGHT_AT_LEAST = 26;

    private record Sentence(String set, String language, String article, String words) {}

    /** What came of a sentence. @param first source of the first card, or {@link #NOTHING} */
    private record Advice(Sentence sentence, String first, int suggestions) {
        boolean right() {
            return first.equals(sentence.article());
        }
    }

    @Test
    void mostSentencesFindTheirArticleFirstAndEachAboutADeviceGetsSomething(RunningAllo allo, TestReporter report)
            throws IOException {
        var api = new AlloApi(allo);
        List<Advice> all = new ArrayList<>();
        for (Sentence sentence : sentences()) {
            all.add(said(api, sentence));
        }

        List<Advice> troubles = all.stream()
                .filter(one -> !one.sentence().article().equals(NOTHING))
                .toList();
        long right = right(troubles, "seen");
        long unseen = right(troubles, "unseen");
        all.stream()
                .filter(one -> !one.right())
                .forEach(one -> report.publishEntry(one.sentence().words(), one.first()));
        report.publishEntry("right first card", right + " of 30, unseen " + unseen + " of 20");
        assertThat(troubles).hasSize(50);
        assertThat(right).isGreaterThanOrEqualTo(RIGHT_AT_LEAST);
        assertThat(troubles)
                .filteredOn(one -> one.sentence().set().equals("seen"))
                .allSatisfy(one ->
                        assertThat(one.suggestions()).as(one.sentence().words()).isPositive());
        assertThat(all)
                .filteredOn(one -> one.sentence().article().equals(NOTHING))
                .hasSize(10)
                .allSatisfy(one ->
                        assertThat(one.first()).as(one.sentence().words()).isEqualTo(NOTHING));
    }

    private static long right(List<Advice> all, String set) {
        return all.stream()
                .filter(one -> one.right() && one.sentence().set().equals(set))
                .count();
    }

    private static Advice said(AlloApi api, Sentence sentence) throws IOException {
        String body = JSON.writeValueAsString(Map.of(
                "session_id",
                "session-" + UUID.randomUUID(),
                "speaker",
                "technician",
                "language",
                sentence.language(),
                "text",
                sentence.words()));
        JsonNode answer = api.send("POST", AlloService.CHANNEL_ROUTER, "/demo/send-demo-transcription", body, 200);
        String first = NOTHING;
        for (JsonNode one : answer.path("suggestions")) {
            String source = one.path("source_chunks").path(0).path("source").asText();
            if (first.equals(NOTHING) && one.path("type").asText().equals("knowledge_base")) {
                first = source.replace(".md", "");
            }
        }
        return new Advice(sentence, first, answer.path("suggestions").size());
    }

    private static List<Sentence> sentences() throws IOException {
        var in = Objects.requireNonNull(ConsoleAdviceIT.class.getResourceAsStream("/console/sentences.tsv"));
        try (var reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("\t"))
                    .map(parts -> new Sentence(parts[0], parts[1], parts[2], parts[3]))
                    .toList();
        }
    }
}
