// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes while a write is on its way goes together in the next, and one that is refused harms nobody. */
class GroupCommitTest {
    private final List<List<String>> written = new ArrayList<>();
    private final List<CompletableFuture<List<String>>> ends = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private final GroupCommit<String, String> commits =
            new GroupCommit<>(3, this::write, failure -> failure instanceof IllegalArgumentException);

    @Test
    void theFirstGoesAtOnceAndWhatComesMeanwhileTogetherInOrder() {
        add("a", "b", "c", "d", "e");
        assertThat(written).containsExactly(List.of("a"));

        succeed(0);
        assertThat(written).containsExactly(List.of("a"), List.of("b", "c", "d"));
        assertThat(results).containsExactly("A");

        succeed(1);
        succeed(2);
        assertThat(written).hasSize(3).last().isEqualTo(List.of("e"));
        assertThat(results).containsExactly("A", "B", "C", "D", "E");
    }

    @Test
    void oneThatIsRefusedFailsAloneAndTheOthersAreWritten() {
        add("a", "b", "bad", "d", "e");
        succeed(0);
        refuse(1);
        assertThat(written.subList(2, written.size())).containsExactly(List.of("b"));
        succeed(2);
        refuse(3);
        succeed(4);
        succeed(5);

        assertThat(written.subList(2, written.size()))
                .containsExactly(List.of("b"), List.of("bad"), List.of("d"), List.of("e"));
        assertThat(results).containsExactly("A", "B", "bad failed", "D", "E");
    }

    @Test
    void aDatabaseThatIsAwayFailsAllOfTheGroupAndTheNextIsTried() {
        add("a", "b", "c");
        succeed(0);
        ends.get(1).completeExceptionally(new IllegalStateException("connection cut"));
        assertThat(results).containsExactly("A", "b failed", "c failed");

        add("d");
        succeed(2);
        assertThat(results).endsWith("D");
    }

    @Test
    void aWriteThatThrowsHoldsNobodyUp() {
        GroupCommit<String, String> throwing = new GroupCommit<>(
                3,
                _ -> {
                    throw new IllegalStateException("broken");
                },
                _ -> false);
        IntStream.range(0, 2)
                .forEach(i -> throwing.add("x" + i).subscribe().with(results::add, _ -> results.add("failed")));
        assertThat(results).containsExactly("failed", "failed");
    }

    private Uni<List<String>> write(List<String> group) {
        written.add(group);
        CompletableFuture<List<String>> end = new CompletableFuture<>();
        ends.add(end);
        return Uni.createFrom().completionStage(end);
    }

    private void add(String... items) {
        for (String item : items) {
            commits.add(item).subscribe().with(results::add, _ -> results.add(item + " failed"));
        }
    }

    private void succeed(int number) {
        ends.get(number)
                .complete(written.get(number).stream()
                        .map(item -> item.toUpperCase(Locale.ROOT))
                        .toList());
    }

    private void refuse(int number) {
        ends.get(number).completeExceptionally(new IllegalArgumentException("refused"));
    }
}
