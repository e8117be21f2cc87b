// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.outage;

import static io.allo.e2e.stack.Breakpoint.sent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.events.Topics;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.Breakpoint;
import io.allo.e2e.stack.CallEvents;
import io.allo.e2e.stack.Relays;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The packaged services killed (SIGKILL) at each point of {@code confirm_order}, several people's orders at once so that one kill
 * meets them all: whatever was lost, each person has one order, hears one number, and it is that order's.
 */
@ExtendWith(AlloStack.class)
class KilledServicesIT {
    /** A value of the order's first statement, which notes its key. The statements' texts are sent once a connection only. */
    private static final String FIRST_STATEMENT = "confirm-order";

    @Test
    @DisplayName("A74, A75: the executor dies before, in and after the order's transaction, and on the answer's way")
    void theExecutorDies(RunningAllo allo) throws Exception {
        List<Orderer> people = orderers(allo, 31, 5);
        Relays relays = allo.relays();
        // Each point is reached before the next person agrees: what is held later holds the kitchen's lock.
        Breakpoint told = agreeing(
                people.get(0), relays.executor().stopAt(request(people.get(0)).thenAnswered("")));
        Breakpoint committed = agreeing(
                people.get(1),
                relays.postgres()
                        .stopAt(sent(FIRST_STATEMENT).thenSent("COMMIT").thenAnswered("COMMIT")));
        Breakpoint asked = agreeing(people.get(2), relays.executor().stopAt(request(people.get(2))));
        Breakpoint committing = agreeing(
                people.get(3), relays.postgres().stopAt(sent(FIRST_STATEMENT).thenSent("COMMIT")));
        Breakpoint read = agreeing(people.get(4), relays.postgres().stopAt(sent(FIRST_STATEMENT)));
        try {
            allo.kill(AlloService.TOOL_EXECUTOR_SERVICE);
            told.breakAfter(0.5);
            List.of(committed, asked, committing, read).forEach(point -> point.breakAfter(0));
        } finally {
            allo.startAgain(AlloService.TOOL_EXECUTOR_SERVICE);
        }

        eachHasOneOrder(people, allo);
    }

    @Test
    @DisplayName("A74, A75: the router dies before, in and after the order's transaction, and on the answer's way")
    void theRouterDies(RunningAllo allo) throws Exception {
        List<Orderer> people = orderers(allo, 41, 4);
        Relays relays = allo.relays();
        Breakpoint told = agreeing(
                people.get(0), relays.executor().stopAt(request(people.get(0)).thenAnswered("")));
        Breakpoint committed = agreeing(
                people.get(1),
                relays.postgres()
                        .stopAt(sent(FIRST_STATEMENT).thenSent("COMMIT").thenAnswered("COMMIT")));
        Breakpoint asked = agreeing(people.get(2), relays.executor().stopAt(request(people.get(2))));
        Breakpoint read = agreeing(people.get(3), relays.postgres().stopAt(sent(FIRST_STATEMENT)));
        try {
            allo.kill(AlloService.CHANNEL_ROUTER);
            asked.breakAfter(0);
            told.breakAfter(0.5);
            List.of(committed, read).forEach(Breakpoint::release);
        } finally {
            allo.startAgain(AlloService.CHANNEL_ROUTER);
        }
        // Twilio sends again what was not answered.
        people.forEach(Orderer::agrees);

        eachHasOneOrder(people, allo);
    }

    private static List<Orderer> orderers(RunningAllo allo, int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> new Orderer(allo, "+336120003" + number).upToConsent())
                .toList();
    }

    /** This person's order on its way from the router to the executor. */
    private static Breakpoint request(Orderer person) {
        return sent("confirm_order").thenSent(person.phone());
    }

    private static Breakpoint agreeing(Orderer person, Breakpoint point) {
        person.agrees();
        point.await();
        return point;
    }

    private static void eachHasOneOrder(List<Orderer> people, RunningAllo allo) {
        var api = new AlloApi(allo);
        try (var events = new CallEvents(allo, Topics.BUSINESS_EVENTS)) {
            for (Orderer person : people) {
                String told = person.told();
                List<JsonNode> orders = api.ordersOf(person.phone());
                assertThat(orders).as(person.phone()).hasSize(1);
                JsonNode order = orders.getFirst();
                assertThat(told)
                        .as("the number of the order")
                        .contains(order.path("orderNumber").asText());
                assertThat(person.confirmations()).hasSize(1);
                assertThat(events.await(1, event -> isPlaced(event, order))).hasSize(1);
            }
        }
        assertThat(api.ordersOf("").stream()
                        .map(order -> order.path("orderNumber").asLong())
                        .toList())
                .doesNotHaveDuplicates();
        ConnectionsOfExecutor.areAllFree(allo);
    }

    private static boolean isPlaced(JsonNode event, JsonNode order) {
        return CallEvents.nameOf(event).equals("OrderPlaced")
                && event.path("orderId").asText().equals(order.path("id").asText());
    }
}
