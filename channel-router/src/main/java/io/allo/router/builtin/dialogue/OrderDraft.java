// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.Chosen;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order in the making. Immutable.
 *
 * @param type null until chosen
 * @param lines the last touched one is the last
 * @param requestedTime {@code HH:MM}, null for as soon as possible
 * @param address empty parts until given; used for delivery only
 * @param firstName null when not asked or not given
 * @param closed true once the person said that this was all
 * @param phone another number than the caller's, null when none was said
 */
record OrderDraft(
        @Nullable Type type,
        List<Line> lines,
        @Nullable String requestedTime,
        Address address,
        @Nullable String firstName,
        @Nullable String phone,
        boolean closed) {
    /** Nobody orders more of one item by telephone without talking to a person. */
    static final int MAX_QUANTITY = 50;

    static final int MAX_LINES = 40;

    static final OrderDraft EMPTY = new OrderDraft(null, List.of(), null, Address.NONE, null, null, false);

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

    /**
     * @param number the {@code #N} of the menu
     * @param options choices taken
     * @param note how it should be made, in the guest's words; empty for as usual
     */
    record Line(int number, int quantity, List<Chosen> options, String note) {
        Line(int number, int quantity) {
            this(number, quantity, List.of(), "");
        }

        Line times(int newQuantity) {
            return new Line(number, newQuantity, options, note);
        }

        boolean sameAs(Line other) {
            return number == other.number && options.equals(other.options) && note.equals(other.note);
        }

        /** Surcharges of one piece. */
        BigDecimal extras() {
            return options.stream().map(Chosen::extra).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

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
        return new OrderDraft(newType, lines, requestedTime, address, firstName, phone, closed);
    }

    OrderDraft withAddress(Address newAddress) {
        return new OrderDraft(type, lines, requestedTime, newAddress, firstName, phone, closed);
    }

    OrderDraft withFirstName(String name) {
        return new OrderDraft(type, lines, requestedTime, address, name, phone, closed);
    }

    OrderDraft closed(boolean done) {
        return new OrderDraft(type, lines, requestedTime, address, firstName, phone, done);
    }

    OrderDraft withPhone(String number) {
        return new OrderDraft(type, lines, requestedTime, address, firstName, number, closed);
    }

    OrderDraft withRequestedTime(@Nullable String time) {
        return new OrderDraft(type, lines, time, address, firstName, phone, closed);
    }

    private OrderDraft withLines(List<Line> newLines) {
        return new OrderDraft(type, List.copyOf(newLines), requestedTime, address, firstName, phone, closed);
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

    /** The place of the line of this item that was touched last, -1 when there is none. */
    int lastOf(int number) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).number() == number) {
                return i;
            }
        }
        return -1;
    }

    /** Adds to the line that is the same, or appends one. */
    OrderDraft plus(Line line) {
        int before =
                lines.stream().filter(line::sameAs).mapToInt(Line::quantity).sum();
        List<Line> changed = new ArrayList<>(lines);
        changed.removeIf(line::sameAs);
        changed.add(line.times(before + line.quantity()));
        return withLines(changed);
    }

    /** Puts this line in the place of another and moves it to the end; none in its place when its quantity is zero. */
    OrderDraft replacing(int index, Line line) {
        List<Line> changed = new ArrayList<>(lines);
        changed.remove(index);
        OrderDraft rest = withLines(changed);
        return line.quantity() > 0 ? rest.plus(line) : rest;
    }

    /** Exact sum of the priced lines, surcharges included. */
    BigDecimal subtotal(Catalogue menu) {
        return sum(menu, lines, true);
    }

    /** The same without surcharges: minimum and free delivery are counted on this. */
    BigDecimal base(Catalogue menu) {
        return sum(menu, lines, false);
    }

    static BigDecimal price(Catalogue menu, Line line) {
        return sum(menu, List.of(line), true);
    }

    private static BigDecimal sum(Catalogue menu, List<Line> lines, boolean extras) {
        BigDecimal sum = BigDecimal.ZERO.setScale(2);
        for (Line line : lines) {
            BigDecimal price =
                    menu.byNumber(line.number()).map(Catalogue.Item::price).orElse(BigDecimal.ZERO);
            BigDecimal each = extras ? price.add(line.extras()) : price;
            sum = sum.add(each.multiply(BigDecimal.valueOf(line.quantity())));
        }
        return sum;
    }
}
