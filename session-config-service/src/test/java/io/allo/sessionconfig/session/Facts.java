// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionFacts;
import io.allo.contracts.session.SessionFacts.Category;
import io.allo.contracts.session.SessionFacts.Customer;
import io.allo.contracts.session.SessionFacts.DiningService;
import io.allo.contracts.session.SessionFacts.Faq;
import io.allo.contracts.session.SessionFacts.MenuItem;
import io.allo.contracts.session.SessionFacts.Offer;
import io.allo.contracts.session.SessionFacts.Restaurant;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A restaurant for tests, with switches. */
public final class Facts {
    public static final String RESTAURANT_ID = "5d0e0000-0000-4000-8000-000000000001";
    public static final String ACCOUNT_ID = "11110000-0000-4000-8000-000000000001";

    /** What a test switches. */
    public record Flags(boolean delivery, boolean reservation, boolean orderStatus, boolean transfer, String zone) {
        public static final Flags ALL = new Flags(true, true, true, true, "Europe/Paris");
        public static final Flags NONE = new Flags(false, false, false, false, "Europe/Paris");
    }

    public static SessionFacts of(Flags flags, Customer customer) {
        return new SessionFacts(
                7,
                restaurant(flags),
                List.of(
                        new Category(
                                "c1",
                                "Pizzas",
                                List.of(
                                        item("i1", "Margherita", "9.50", List.of()),
                                        item("i2", "Regina", "11.00", List.of(VARIANTS)))),
                        new Category("c2", "Desserts", List.of(item("i3", "Tiramisu", "5.00", List.of())))),
                List.of(item("m1", "Menu midi", "14.90", List.of(BY_CATEGORY, BY_ITEMS))),
                List.of(new DiningService("s1", "Dîner", List.of(5, 6), "19:00", "23:00", "22:00", 40, 90, null)),
                List.of(new Offer(
                        "o1",
                        "Anniversaire",
                        "Bougie offerte",
                        "event",
                        null,
                        "m1",
                        4,
                        10,
                        null,
                        null,
                        new BigDecimal("5"),
                        true)),
                List.of(new Faq("Y a-t-il un parking ?", "Oui, gratuit.", "parking")),
                customer);
    }

    public static Customer knownCustomer() {
        return new Customer(
                "k1",
                "+33612345678",
                "Jeanne",
                null,
                "3 rue des Lilas",
                "Paris",
                "75011",
                "2e étage",
                new BigDecimal("48.86"),
                new BigDecimal("2.38"),
                4,
                new BigDecimal("80.00"));
    }

    private static final Map<String, Object> VARIANTS = Map.of(
            "name",
            "Taille",
            "type",
            "single_choice",
            "required",
            true,
            "choices",
            List.of(Map.of("label", "Normale", "price_modifier", 0), Map.of("label", "Grande", "price_modifier", 3)));
    private static final Map<String, Object> BY_CATEGORY =
            Map.of("name", "Plat", "source", "category", "categoryId", "c1", "maxPrice", 10);
    private static final Map<String, Object> BY_ITEMS =
            Map.of("name", "Dessert", "source", "items", "itemIds", List.of("i3"), "required", false);

    private static MenuItem item(String id, String name, String price, List<Map<String, Object>> options) {
        return new MenuItem(id, name, new BigDecimal(price), null, options, List.of("gluten"));
    }

    private static Restaurant restaurant(Flags flags) {
        return new Restaurant(
                RESTAURANT_ID,
                ACCOUNT_ID,
                "Pizzeria Allô",
                "italien",
                "1 rue de la Paix",
                "Paris",
                "75002",
                "FR",
                "+33939240575",
                flags.zone(),
                "EUR",
                "sage",
                null,
                Map.of("fr", "Tous les jours de 11 h à 23 h."),
                Map.of(),
                25,
                flags.delivery(),
                new BigDecimal("5"),
                new BigDecimal("3.50"),
                new BigDecimal("40"),
                new BigDecimal("15"),
                flags.reservation(),
                40,
                90,
                60,
                30,
                flags.orderStatus(),
                flags.transfer(),
                "+33100000000",
                false,
                null);
    }

    private Facts() {}
}
