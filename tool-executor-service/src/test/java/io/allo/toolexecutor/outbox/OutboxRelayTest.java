// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The relay against a sender that fails; rows in memory. */
class OutboxRelayTest {
    private final TreeMap<Long, OutboxRepository.Fact> rows = new TreeMap<>();
    private final Set<Long> claimed = new HashSet<>();
    private final List<Long> sent = new ArrayList<>();
    private boolean away;

    private final OutboxRelay relay = new OutboxRelay(
            new Rows(),
            fact -> {
                if (away && fact.id() > 2) {
                    return fact.id() == 3
                            ? Uni.createFrom().nothing()
                            : Uni.createFrom().failure(new IllegalStateException("broker away"));
                }
                sent.add(fact.id());
                return Uni.createFrom().voidItem();
            },
            new Limits(),
            null);

    @Test
    void factsThatCannotBeSentStayAndGoOutOnceWhenTheBrokerIsBack() {
        // Given
        for (long id = 1; id <= 5; id++) {
            rows.put(id, new OutboxRepository.Fact(id, "key", "type", "{}"));
        }
        away = true;
        assertThatThrownBy(() -> relay.round().await().atMost(Duration.ofSeconds(5)))
                .isNotNull();
        assertThat(rows).containsOnlyKeys(3L, 4L, 5L);
        assertThat(claimed).isEmpty();

        // When
        away = false;
        int more = relay.round().await().indefinitely();

        // Then
        assertThat(more).isEqualTo(3);
        assertThat(sent).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(rows).isEmpty();
    }

    private final class Rows extends OutboxRepository {
        Rows() {
            super(null);
        }

        @Override
        Uni<List<Fact>> claim(int limit, Duration lease) {
            List<Fact> free = rows.values().stream()
                    .filter(fact -> claimed.add(fact.id()))
                    .limit(limit)
                    .toList();
            return Uni.createFrom().item(free);
        }

        @Override
        Uni<Integer> delete(long id) {
            rows.remove(id);
            claimed.remove(id);
            return Uni.createFrom().item(1);
        }

        @Override
        Uni<Integer> release(List<Long> ids) {
            claimed.removeAll(ids);
            return Uni.createFrom().item(ids.size());
        }
    }

    private static final class Limits implements OutboxConfig {
        @Override
        public Duration interval() {
            return Duration.ofSeconds(1);
        }

        @Override
        public int batch() {
            return 50;
        }

        @Override
        public Duration lease() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration sendTimeout() {
            return Duration.ofMillis(50);
        }
    }
}
