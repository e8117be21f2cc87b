// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Generated orders in parallel against a second, simpler reading of the rules, in whole cents: totals, flags, refusals, numbers,
 * dishes with their options, and the kitchen's slots. A seed that fails is in the test's name.
 */
@QuarkusTest
class GeneratedOrdersTest {
    private static final int ORDERS = 40;
    private static final int CLIENTS = 8;
    private static final int MOST_REPETITIONS = 10;
    private static final int FEE = 350;
    private static final int FREE_FROM = 4000;
    private static final int LEAST_DELIVERED = 1500;
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final long SLOT = 300;

    @Inject
    Pool pool;

    /** What the caller heard: a dish, a set menu and one that is a course of it. */
    private static final Map<String, Object> HEARD = Map.of(
            "1", Map.of("id", UUID.randomUUID().toString(), "name", "Margherita"),
            "2", Map.of("id", UUID.randomUUID().toString(), "name", "Formule midi"),
            "3", Map.of("id", UUID.randomUUID().toString(), "name", "Tiramisu"));

    /** The three forms of an option on the wire: a label, a number on the menu, a number that nobody knows. */
    enum Choice {
        LABEL("Grande"),
        COURSE("Tiramisu"),
        UNKNOWN("#77");

        private final String stored;

        Choice(String stored) {
            this.stored = stored;
        }

        Map<String, Object> sent(int extra) {
            return switch (this) {
                case LABEL -> Map.of("name", "Taille", "choice", stored, "extra_price", money(extra));
                case COURSE -> Map.of("name", "Dessert", "choice_id", 3, "extra_price", money(extra));
                case UNKNOWN -> Map.of("name", "Boisson", "choice_id", 77, "extra_price", money(extra));
            };
        }
    }

    /**
     * One dish in cents.
     *
     * @param extra for the first of its choices
     */
    record Dish(int number, int price, int quantity, int extra, List<Choice> choices) {
        int extras() {
            return choices.isEmpty() ? 0 : extra * quantity;
        }

        List<Map<String, Object>> options() {
            List<Map<String, Object>> options = new ArrayList<>();
            for (Choice choice : choices) {
                options.add(choice.sent(options.isEmpty() ? extra : 0));
            }
            return options;
        }

        String stored() {
            String name = number == 1 ? "Margherita" : number == 2 ? "Formule midi" : "Article #" + number;
            return name + choices.stream().map(choice -> "+" + choice.stored).collect(Collectors.joining());
        }
    }

    /** @param wrong cents by which the model's sum is off; {@code told} false: it told none */
    record Wanted(int index, boolean delivered, List<Dish> dishes, boolean told, boolean withExtras, int wrong) {
        int subtotal() {
            return dishes.stream()
                    .mapToInt(dish -> dish.price() * dish.quantity())
                    .sum();
        }

        int extras() {
            return dishes.stream().mapToInt(Dish::extras).sum();
        }

        int fee() {
            return delivered && subtotal() < FREE_FROM ? FEE : 0;
        }

        int total() {
            return subtotal() + fee() + (told ? (withExtras ? extras() : 0) + wrong : 0);
        }

        boolean refused() {
            return delivered && subtotal() < LEAST_DELIVERED;
        }

        boolean flagged() {
            return told && wrong != 0;
        }

        String size() {
            return dishes.size() <= 2 ? "S" : dishes.size() <= 5 ? "M" : "L";
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("A64, A65, A67, A69, A74, A77: totals, numbers, dishes and slots are the oracle's")
    void ordersAreTheOracles(long seed) throws Exception {
        // Given
        String restaurant = restaurant();
        List<Wanted> wanted = generated(new Random(seed));

        // When
        List<Response> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Callable<Response>> calls = wanted.stream()
                    .map(order -> (Callable<Response>) () -> confirm(restaurant, order))
                    .toList();
            for (Future<Response> one : clients.invokeAll(calls)) {
                answers.add(one.get());
            }
        }

        // Then
        Map<String, Row> stored = stored(restaurant);
        long accepted = wanted.stream().filter(order -> !order.refused()).count();
        assertThat(stored).hasSize((int) accepted);
        assertThat(stored.values().stream().map(row -> row.getLong("order_number")))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, accepted).boxed().toList());
        for (Wanted order : wanted) {
            assertThat(answers.get(order.index()).jsonPath().getBoolean("success"))
                    .as(order.toString())
                    .isEqualTo(!order.refused());
            if (!order.refused()) {
                isAsWanted(stored.get("call-" + order.index()), order);
            }
        }
        noSlotIsOverfilled(stored.values());
    }

    private static void isAsWanted(Row row, Wanted order) {
        assertThat(row.getBigDecimal("subtotal")).as(order.toString()).isEqualByComparingTo(money(order.subtotal()));
        assertThat(row.getBigDecimal("delivery_fee")).as(order.toString()).isEqualByComparingTo(money(order.fee()));
        assertThat(row.getBigDecimal("total")).as(order.toString()).isEqualByComparingTo(money(order.total()));
        assertThat(row.getBoolean("total_mismatch")).as(order.toString()).isEqualTo(order.flagged());
        assertThat(row.getString("order_size")).isEqualTo(order.size());
        assertThat(row.getBigDecimal("lines")).isEqualByComparingTo(money(order.subtotal()));
        assertThat(row.getString("dishes"))
                .isEqualTo(order.dishes().stream().map(Dish::stored).collect(Collectors.joining(",")));
    }

    /** Points of the default profiles, added up from what was stored. */
    private static void noSlotIsOverfilled(Iterable<Row> orders) {
        Map<Long, Integer> kitchen = new HashMap<>();
        int scheduled = 0;
        for (Row order : orders) {
            OffsetDateTime start = order.getOffsetDateTime("cook_start_at");
            if (start != null) {
                scheduled++;
                int[] slotsAndPoints = Map.of("S", new int[] {2, 2}, "M", new int[] {3, 3}, "L", new int[] {4, 5})
                        .get(order.getString("order_size"));
                long first = start.toEpochSecond() - Math.floorMod(start.toEpochSecond(), SLOT);
                for (int slot = 0; slot < slotsAndPoints[0]; slot++) {
                    kitchen.merge(first + slot * SLOT, slotsAndPoints[1], Integer::sum);
                }
            }
        }
        assertThat(scheduled).isPositive();
        assertThat(kitchen).allSatisfy((slot, points) -> {
            int minute = LocalTime.ofInstant(java.time.Instant.ofEpochSecond(slot), PARIS)
                            .toSecondOfDay()
                    / 60;
            boolean rush = minute >= 660 && minute < 870 || minute >= 1080 && minute < 1350;
            assertThat(points).isLessThanOrEqualTo(rush ? 10 : 8);
        });
    }

    private static List<Wanted> generated(Random random) {
        List<Wanted> orders = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            List<Dish> dishes = new ArrayList<>();
            int lines = 1 + random.nextInt(7);
            for (int line = 0; line < lines; line++) {
                List<Choice> choices = IntStream.range(0, random.nextInt(3))
                        .mapToObj(any -> Choice.values()[random.nextInt(3)])
                        .toList();
                int number = List.of(1, 2, 9).get(random.nextInt(3));
                dishes.add(new Dish(
                        number, 50 + random.nextInt(1500), 1 + random.nextInt(3), random.nextInt(4) * 50, choices));
            }
            // Far from any other sum of the same order.
            int wrong = random.nextInt(4) == 0 ? 100_000 : 0;
            orders.add(new Wanted(i, random.nextBoolean(), dishes, random.nextInt(3) > 0, random.nextBoolean(), wrong));
        }
        return orders;
    }

    private static String restaurant() {
        String id = UUID.randomUUID().toString();
        Demo.imported(id, """
                        {"accountId":"%s","name":"Chez Nous","deliveryEnabled":true,"deliveryFee":3.5,"deliveryFreeAbove":40,
                         "minOrderAmount":15}
                        """.formatted(Demo.ACCOUNT)).then().statusCode(200);
        return id;
    }

    private static Response confirm(String restaurant, Wanted order) {
        Map<String, Object> body = new HashMap<>();
        body.put("restaurantId", restaurant);
        body.put("order_type", order.delivered() ? "delivery" : "pickup");
        body.put("call_id", "call-" + order.index());
        body.put("item_map", HEARD);
        body.put("items", order.dishes().stream().map(GeneratedOrdersTest::item).toList());
        if (order.told()) {
            body.put("total", money(order.total()));
        }
        Response answer = Demo.account().body(body).post("/api/ai/tools/confirm-order");
        // A busy machine may keep an order waiting for the kitchen's lock until it is told to come again.
        for (int again = 0; again < MOST_REPETITIONS && answer.statusCode() == 503; again++) {
            answer = Demo.account().body(body).post("/api/ai/tools/confirm-order");
        }
        return answer;
    }

    private static Map<String, Object> item(Dish dish) {
        return Map.of(
                "id",
                dish.number(),
                "quantity",
                dish.quantity(),
                "unit_price",
                money(dish.price()),
                "selected_options",
                dish.options());
    }

    private Map<String, Row> stored(String restaurant) {
        Map<String, Row> found = new HashMap<>();
        StreamSupport.stream(
                        pool.preparedQuery(
                                        "select o.*, (select sum(l.line_total) from order_lines l where l.order_id = o.id) as lines,"
                                                + " (select string_agg(l.name || coalesce((select string_agg('+' || (choice ->> 'choice'), ''"
                                                + " order by place) from jsonb_array_elements(l.options) with ordinality as c(choice, place)), ''),"
                                                + " ',' order by l.position) from order_lines l where l.order_id = o.id) as dishes"
                                                + " from orders o where restaurant_id = $1")
                                .execute(Tuple.of(UUID.fromString(restaurant)))
                                .await()
                                .indefinitely()
                                .spliterator(),
                        false)
                .forEach(row -> found.put(row.getString("call_id"), row));
        return found;
    }

    private static BigDecimal money(int cents) {
        return BigDecimal.valueOf(cents, 2);
    }
}
