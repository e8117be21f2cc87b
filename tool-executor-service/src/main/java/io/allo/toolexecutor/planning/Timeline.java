// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import io.allo.toolexecutor.kitchen.KitchenPlan;
import io.allo.toolexecutor.kitchen.Station;
import io.allo.toolexecutor.kitchen.Use;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Answer of {@code GET /api/planning/timeline}.
 *
 * @param anchorTime start of the first slot
 * @param blocks which order keeps which resource busy from when to when
 */
record Timeline(
        Instant anchorTime,
        List<Slot> slots,
        List<Block> blocks,
        List<BookedOrder> orders,
        List<ExternalLoad> externalLoads) {

    /** Points of each resource in one slot; {@code free} is below zero where it is overbooked. */
    record Slot(Instant time, Map<String, Integer> capacity, Map<String, Integer> used, Map<String, Integer> free) {}

    record Block(UUID orderId, long orderNumber, String resource, Instant startAt, Instant endAt, int points) {}

    static Timeline of(Planning.Snapshot snapshot) {
        KitchenPlan plan = snapshot.plan();
        return new Timeline(
                plan.anchor(),
                IntStream.range(0, plan.slots())
                        .mapToObj(slot -> slot(plan, slot))
                        .toList(),
                snapshot.orders().stream()
                        .flatMap(order -> plan.uses(order.booking()).stream().map(use -> block(plan, order, use)))
                        .toList(),
                snapshot.orders(),
                snapshot.loads());
    }

    private static Slot slot(KitchenPlan plan, int slot) {
        return new Slot(
                plan.startOf(slot),
                each(station -> plan.capacity(slot).of(station)),
                each(station -> plan.capacity(slot).of(station) - plan.free(slot, station)),
                each(station -> plan.free(slot, station)));
    }

    private static Block block(KitchenPlan plan, BookedOrder order, Use use) {
        return new Block(
                order.id(),
                order.orderNumber(),
                use.station().wireName(),
                use.start(plan.config(), plan.anchor()),
                use.end(plan.config(), plan.anchor()),
                use.points());
    }

    private static Map<String, Integer> each(ToIntFunction<Station> points) {
        Map<String, Integer> all = new LinkedHashMap<>();
        Arrays.stream(Station.values()).forEach(station -> all.put(station.wireName(), points.applyAsInt(station)));
        return all;
    }
}
