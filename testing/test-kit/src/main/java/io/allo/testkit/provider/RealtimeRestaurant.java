// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import java.time.Duration;

/**
 * A {@link RealtimeServer} that takes an order of the demo restaurant, the same in every session, one session at a time: it
 * greets, orders one bruschetta by a tool call whatever it hears, confirms at length, and then says little. For
 * {@code scenarios/realtime}.
 */
public final class RealtimeRestaurant {
    private static final Duration THINKS = Duration.ofMillis(200);
    private static final String ORDER = """
            {"items": [{"id": 1, "quantity": 1, "unit_price": 6.5}], "total": 6.5, "subtotal": 6.5, "order_type": "pickup"}""";

    private RealtimeRestaurant() {}

    /** Scripts this server from now on. */
    public static void in(RealtimeServer server) {
        server.otherwise(RealtimeAnswer.says("Très bien, au revoir !", 1500).after(THINKS));
        server.watch((peer, type) -> {
            if (type.equals("connected")) {
                server.hears("Bonjour, une bruschetta à emporter, s'il vous plaît.")
                        .now(
                                RealtimeAnswer.says("Pizzeria Allô, bonjour ! Que désirez-vous ?", 1500)
                                        .after(THINKS),
                                RealtimeAnswer.calls("call_order", "confirm_order", ORDER)
                                        .after(THINKS),
                                RealtimeAnswer.says("Votre commande est confirmée. Elle sera bientôt prête.", 6000)
                                        .after(THINKS));
            }
        });
    }

    /** {@code [port]}: until the process is ended. */
    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8787;
        try (RealtimeServer server = new RealtimeServer().start(port)) {
            in(server);
            System.getLogger(RealtimeRestaurant.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "ALLO_REALTIME_BASE_URL={0} ALLO_REALTIME_API_KEY={1}",
                            server.baseUrl(),
                            RealtimeServer.KEY);
            Thread.currentThread().join();
        }
    }
}
