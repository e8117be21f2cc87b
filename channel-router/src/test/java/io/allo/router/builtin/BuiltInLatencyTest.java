// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.SessionConfig.DialogueFacts;
import io.allo.contracts.session.SessionConfig.NumberedItem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long a turn keeps an event loop busy on a long menu: processor time of the thread, so that a busy machine does not count,
 * over all turns of the utterance set, in the best of a few rounds.
 */
class BuiltInLatencyTest {
    private static final Logger LOG = Logger.getLogger(BuiltInLatencyTest.class);
    private static final int ITEMS = 202;
    private static final int ROUNDS = 8;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<String> DISHES = List.of(
            "Salade",
            "Burger",
            "Tagliatelles",
            "Escalope",
            "Wok",
            "Curry",
            "Gratin",
            "Risotto",
            "Brochette",
            "Tartare");
    private static final List<String> MANNERS = List.of(
            "paysanne",
            "bolognaise",
            "carbonara",
            "savoyarde",
            "provençale",
            "océane",
            "orientale",
            "mexicaine",
            "alpine",
            "basquaise",
            "forestière",
            "impériale",
            "royale",
            "landaise",
            "niçoise",
            "lyonnaise",
            "bretonne",
            "corse");

    private final BuiltInChatModel model = new BuiltInChatModel();

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void aTurnOnALongMenuIsShort(String language) throws IOException {
        UtteranceRestaurant restaurant = longMenu(UtteranceRestaurant.of(language));
        List<Utterance> set = Utterance.read(Path.of("src/test/resources/utterances/" + language + ".txt"));
        Duration best = Duration.ofDays(1);
        for (int round = 0; round < ROUNDS; round++) {
            List<Long> turns = turns(restaurant, set);
            Duration late = Duration.ofNanos(turns.get(turns.size() * 95 / 100));
            LOG.infof(
                    "%s, %d items, round %d: %d turns, p50 %d µs, p95 %d µs, longest %d µs",
                    language,
                    ITEMS,
                    round,
                    turns.size(),
                    turns.get(turns.size() / 2) / 1000,
                    late.toNanos() / 1000,
                    turns.getLast() / 1000);
            best = late.compareTo(best) < 0 ? late : best;
        }
        assertThat(best).isLessThan(Duration.ofMillis(2));
    }

    /** The time of each turn in nanoseconds, sorted. */
    private List<Long> turns(UtteranceRestaurant restaurant, List<Utterance> set) {
        List<Long> times = new ArrayList<>();
        for (Utterance utterance : set) {
            UtterancePlayer player = new UtterancePlayer(model, restaurant);
            for (String turn : utterance.turns()) {
                long before = THREADS.getCurrentThreadCpuTime();
                player.say(turn);
                times.add(THREADS.getCurrentThreadCpuTime() - before);
            }
        }
        return times.stream().sorted().toList();
    }

    private static UtteranceRestaurant longMenu(UtteranceRestaurant restaurant) {
        DialogueFacts facts = restaurant.facts();
        List<NumberedItem> items = new ArrayList<>(facts.items());
        int number = items.stream().mapToInt(NumberedItem::number).max().orElse(0);
        for (int i = 0; items.size() < ITEMS; i++) {
            String dish = DISHES.get(i % DISHES.size());
            String name = dish + " " + MANNERS.get(i / DISHES.size());
            items.add(new NumberedItem(
                    ++number,
                    name,
                    new BigDecimal("12.00"),
                    dish + "s",
                    "sauce maison",
                    List.of("gluten"),
                    items.get(i % 5).options()));
        }
        return new UtteranceRestaurant(
                restaurant.language(),
                new DialogueFacts(
                        facts.businessName(),
                        facts.openingHours(),
                        List.copyOf(items),
                        facts.faqs(),
                        facts.deliveryFee(),
                        facts.minOrderAmount(),
                        facts.deliveryFreeAbove()));
    }
}
