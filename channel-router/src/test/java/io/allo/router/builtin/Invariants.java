// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.ChatModel.Message;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold in every dialogue, whatever the person does. */
final class Invariants {
    private final SessionConfig session;
    private final Set<String> ids = new HashSet<>();
    private boolean available;
    private boolean lookedUp;
    private @Nullable Map<String, Object> checked;

    Invariants(SessionConfig session) {
        this.session = session;
    }

    void text(String text) {
        assertThat(text).as("no unfilled place, no markdown").doesNotContain("{", "}", "**", "null");
    }

    void call(Event.ToolCall call, List<Message> messages, String said) {
        assertThat(ids.add(call.id())).as("unique id " + call.id()).isTrue();
        if (!call.tool().equals("end_call")) {
            fitsSchema(call);
        }
        Message cause = messages.reversed().stream()
                .filter(message -> !(message instanceof Message.Agent))
                .findFirst()
                .orElseThrow();
        switch (call.tool()) {
            case "confirm_order" -> {
                assertThat(available).as("availability before confirmation").isTrue();
                assertThat(cause).as("consent is a turn of the person").isInstanceOf(Message.User.class);
                exactTotals(call.arguments());
                assertThat(call.arguments().get("order_type")).isEqualTo(checked == null ? null : checked.get("mode"));
                available = false;
            }
            case "cancel_order" -> {
                assertThat(lookedUp).as("lookup before cancellation").isTrue();
                assertThat(cause).as("consent is a turn of the person").isInstanceOf(Message.User.class);
            }
            case "check_availability" -> {
                available = false;
                checked = call.arguments();
            }
            case "end_call" ->
                assertThat(said.strip()).as("goodbye in the same response").isNotEmpty();
            case "transfer_call" ->
                assertThat(said.strip()).as("announced transfer").isNotEmpty();
            default -> {}
        }
    }

    void result(Event.ToolCall call, Map<String, Object> result) {
        if (call.tool().equals("check_availability")) {
            available = Boolean.TRUE.equals(result.get("available"));
        }
        if (call.tool().equals("check_order_status")) {
            lookedUp = true;
        }
    }

    private static void exactTotals(Map<String, Object> order) {
        List<?> items = (List<?>) order.get("items");
        assertThat(items).as("never an empty order").isNotEmpty();
        BigDecimal sum = BigDecimal.ZERO;
        for (Object entry : items) {
            Map<?, ?> item = (Map<?, ?>) entry;
            int number = (Integer) item.get("id");
            int quantity = (Integer) item.get("quantity");
            BigDecimal price = Pizzeria.MENU.stream()
                    .filter(known -> known.number() == number)
                    .findFirst()
                    .orElseThrow()
                    .price();
            assertThat((BigDecimal) item.get("unit_price")).isEqualByComparingTo(price);
            assertThat(quantity).isPositive();
            sum = sum.add(price.add(extras(item)).multiply(BigDecimal.valueOf(quantity)));
        }
        BigDecimal fee = (BigDecimal) ((Map<?, ?>) order).get("delivery_fee");
        assertThat((BigDecimal) order.get("subtotal")).isEqualByComparingTo(sum);
        assertThat((BigDecimal) order.get("total")).isEqualByComparingTo(fee == null ? sum : sum.add(fee));
    }

    private static BigDecimal extras(Map<?, ?> item) {
        BigDecimal extras = BigDecimal.ZERO;
        if (item.get("selected_options") instanceof List<?> options) {
            for (Object option : options) {
                extras = extras.add((BigDecimal) ((Map<?, ?>) option).get("extra_price"));
            }
        }
        return extras;
    }

    private void fitsSchema(Event.ToolCall call) {
        Map<String, Object> schema = session.tools().stream()
                .filter(tool -> tool.name().equals(call.tool()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(call.tool() + " is not among the session's tools"))
                .parameters();
        Map<?, ?> properties = (Map<?, ?>) schema.get("properties");
        call.arguments().forEach((name, value) -> {
            assertThat(properties.containsKey(name))
                    .as(call.tool() + "." + name)
                    .isTrue();
            Map<?, ?> property = (Map<?, ?>) properties.get(name);
            if (property.get("enum") instanceof List<?> choices) {
                assertThat(choices.contains(value)).as(name + " = " + value).isTrue();
            }
        });
        if (schema.get("required") instanceof List<?> required) {
            required.forEach(name -> assertThat(call.arguments().containsKey(name))
                    .as(call.tool() + " needs " + name)
                    .isTrue());
        }
    }
}
