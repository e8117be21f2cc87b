// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The answers of the order tools; names and values are the contract with existing voice servers. */
final class OrderAnswers {
    private static final DateTimeFormatter CLOCK_TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private OrderAnswers() {}

    static Map<String, Object> confirmed(OrderEntity order, ZoneId zone) {
        boolean delivered = order.orderType.equals(OrderType.DELIVERY.wireName());
        String time = CLOCK_TIME.format(order.estimatedReadyAt.atZone(zone));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", true);
        answer.put("order_id", order.id);
        answer.put("order_number", order.orderNumber);
        answer.put(
                "message",
                "Commande numéro " + order.orderNumber + " enregistrée, " + (delivered ? "livrée" : "prête") + " vers "
                        + time + ".");
        answer.put("heure_estimee", time);
        answer.put("mode", delivered ? "livree" : "prete");
        return answer;
    }

    static Map<String, Object> refused(String reason) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", false);
        answer.put("error", reason);
        return answer;
    }

    static Map<String, Object> cancelled(long orderNumber) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", true);
        answer.put("message", "La commande numéro " + orderNumber + " est annulée.");
        return answer;
    }
}
