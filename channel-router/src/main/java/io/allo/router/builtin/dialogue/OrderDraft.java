// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order in the making. Immutable.
 *
 * @param type null until chosen
 * @param requestedTime {@code HH:MM}, null for as soon as possible
 * @param address empty parts until given; used for delivery only
 * @param firstName null when not asked or not given
 */
record OrderDraft(
        @Nullable Type type,
        List<Line> lines,
        @Nullable String requestedTime,
        Address address,
        @Nullable String firstName) {
    /** Nobody orders more of one item by telephone without talking to a person. */
    static final int MAX_QUANTITY = 50;

    static final int MAX_LINES = 40;

    static final OrderDraft EMPTY = new OrderDraft(null, List.of(), null, Address.NONE, null);

    /** How the order leaves the house. */
    enum Type {
        PICKUP("pickup"),
        DELIVERY("delivery");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    /** @param number the {@code #N} of the menu */
    record Line(int number, int quantity) {}

    /** @param stored true when it is the one the business has on file */
    record Address(String street, String city, String postalCode, boolean stored) {
        static final Address NONE = new Address("", "", "", false);

        boolean isComplete() {
            return !street.isEmpty();
        }

        String spoken() {
            String town = (postalCode + " " + city).strip();
            return town.isEmpty() ? street : street + ", " + town;
        }
    }

    OrderDraft withType(Type newType) {
        return new OrderDraft(newType, lines, requestedTime, address, firstName);
    }

    OrderDraft withAddress(Address newAddress) {
        return new OrderDraft(type, lines, requestedTime, newAddress, firstName);
    }

    OrderDraft withFirstName(String name) {
        return new OrderDraft(type, lines, requestedTime, address, name);
    }

    OrderDraft withRequestedTime(@Nullable String time) {
        return new OrderDraft(type, lines, time, address, firstName);
    }

    boolean isDelivery() {
        return type == Type.DELIVERY;
    }

    int quantityOf(int number) {
        return lines.stream()
                .filter(line -> line.number() == number)
                .mapToInt(Line::quantity)
                .sum();
    }

    /** Adds to the line of this item, or appends one: the last touched item is always the last line. */
    OrderDraft plus(int number, int quantity) {
        return withQuantity(number, quantityOf(number) + quantity);
    }

    /** Sets the quantity of an item; zero removes it. */
    OrderDraft withQuantity(int number, int quantity) {
        List<Line> changed = new ArrayList<>(lines);
        changed.removeIf(line -> line.number() == number);
        if (quantity > 0) {
            changed.add(new Line(number, quantity));
        }
        return new OrderDraft(type, List.copyOf(changed), requestedTime, address, firstName);
    }
}
