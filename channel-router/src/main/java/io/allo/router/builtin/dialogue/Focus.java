// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.menu.Wishes;
import java.util.List;
import java.util.Map;

/** What the dialogue is waiting for: one record per question asked, or tool called. {@link StateMemory} writes them down. */
sealed interface Focus {

    /** Nothing in particular. */
    record Idle() implements Focus {}

    /** After the goodbye. */
    record Ended() implements Focus {}

    /** Two turns were not understood: a human, a message, or on with {@code resume}. */
    record OfferingRescue(Focus resume) implements Focus {}

    /** Composing an order; the order itself is {@link DialogueState#order()}. */
    sealed interface Ordering extends Focus {
        record ChoosingType() implements Ordering {}

        /** @param menuPage the part of the menu that is read next */
        record AddingItems(int menuPage) implements Ordering {}

        /** Several items fit what was said; asked one after the other. */
        record ChoosingItem(List<Unclear> open) implements Ordering {}

        /** Something must be chosen with the first item of the order that is not complete. */
        record ChoosingOption() implements Ordering {}

        record ConfirmingStoredAddress() implements Ordering {}

        record AskingAddress(AddressPart part) implements Ordering {}

        record AskingFirstName() implements Ordering {}

        /** No delivery there: pickup instead? */
        record OfferingPickup() implements Ordering {}
    }

    /** What was said fits these items, best first. */
    record Unclear(List<Integer> numbers, int quantity, Wishes wishes) {}

    /** A part of a delivery address, in the order in which they are asked. */
    enum AddressPart {
        STREET,
        CITY,
        POSTAL_CODE
    }

    /** From the finished order to its confirmation. */
    sealed interface Checkout extends Focus {
        record SavingCustomer() implements Checkout {}

        record CheckingAvailability() implements Checkout {}

        record AwaitingConsent(Quote quote) implements Checkout {}

        record ConfirmingOrder(Quote quote) implements Checkout {}
    }

    /** Order status and cancellation. */
    sealed interface OrderLookup extends Focus {
        record AskingPhone(boolean toCancel) implements OrderLookup {}

        record LookingUp(boolean toCancel) implements OrderLookup {}

        record ChoosingOrder(List<FoundOrder> orders) implements OrderLookup {}

        record ConsentingCancellation(FoundOrder order) implements OrderLookup {}

        record CancellingOrder(FoundOrder order) implements OrderLookup {}
    }

    /** An order that {@code check_order_status} found. */
    record FoundOrder(String number, String items) {}

    /** Leaving a message, being called back, speaking to someone. */
    sealed interface Contact extends Focus {
        record AskingMessage() implements Contact {}

        record OfferingCallback() implements Contact {}

        record OfferingMessage() implements Contact {}

        record LeavingMessage(boolean callback) implements Contact {}

        record Transferring() implements Contact {}
    }

    /** A part of a table's booking, in the order in which they are asked; the day only by keys, words may say it. */
    enum TablePart {
        GUESTS,
        DAY,
        TIME,
        NAME,
        PHONE
    }

    /** Booking a table, and cancelling one. */
    sealed interface Table extends Focus {
        record Asking(TableDraft table, TablePart part) implements Table {}

        record Checking(TableDraft table) implements Table {}

        /** No place at the wished time, but at this one. */
        record OfferingOtherTime(TableDraft table) implements Table {}

        /** @param table with the time of the check */
        record AwaitingConsent(TableDraft table) implements Table {}

        record Booking(TableDraft table) implements Table {}

        record AskingPhone() implements Table {}

        record LookingUp() implements Table {}

        record Choosing(List<FoundTable> tables) implements Table {}

        record ConsentingCancellation(FoundTable found) implements Table {}

        record Cancelling(FoundTable found) implements Table {}

        record AskingPhoneToMove(TableDraft changes) implements Table {}

        record LookingUpToMove(TableDraft changes) implements Table {}

        record ChoosingToMove(List<FoundTable> tables, TableDraft changes) implements Table {}

        /** A booking was found, and nobody said yet what to change. */
        record AskingChange(TableDraft table) implements Table {}

        /** The changed one is booked, the old one is being cancelled. */
        record Releasing(TableDraft table) implements Table {}
    }

    /** A booking that {@code lookup_reservation} found; {@code time} is an ISO instant. */
    record FoundTable(String id, int guests, String time, String name) {
        static FoundTable of(Map<String, Object> reservation) {
            int guests = reservation.get("partySize") instanceof Number number ? number.intValue() : 1;
            return new FoundTable(
                    Results.text(reservation, "id"),
                    guests,
                    Results.text(reservation, "reservationTime"),
                    Results.text(reservation, "customerName"));
        }
    }

    /** A question without a known answer is being passed on. */
    record LoggingQuestion(Focus resume) implements Focus {}

    /**
     * A message to the caller's telephone is on its way.
     *
     * @param asks he is asked to write something, else he gets a link
     */
    record Writing(Focus resume, boolean asks) implements Focus {}

    /** Filling and calling a tool that the model knows only by its schema. */
    sealed interface AnyTool extends Focus {
        record Filling(String tool, Map<String, Object> values, String asking) implements AnyTool {}

        record Consenting(String tool, Map<String, Object> values) implements AnyTool {}

        record Running(String tool) implements AnyTool {}
    }
}
