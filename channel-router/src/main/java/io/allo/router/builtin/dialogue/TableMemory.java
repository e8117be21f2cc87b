// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a {@link Focus.Table} for {@link FocusMemory}: {@code on} is "Table", {@code step} names the record. */
final class TableMemory {
    private TableMemory() {}

    static void write(Focus.Table focus, Map<String, Object> written) {
        written.put("on", "Table");
        written.put("step", focus.getClass().getSimpleName());
        switch (focus) {
            case Focus.Table.Asking(TableDraft table, Focus.TablePart part) -> {
                written.put("table", write(table));
                written.put("part", part.name());
            }
            case Focus.Table.Checking(TableDraft table) -> written.put("table", write(table));
            case Focus.Table.OfferingOtherTime(TableDraft table) -> written.put("table", write(table));
            case Focus.Table.AwaitingConsent(TableDraft table) -> written.put("table", write(table));
            case Focus.Table.Booking(TableDraft table) -> written.put("table", write(table));
            case Focus.Table.Choosing(List<Focus.FoundTable> tables) ->
                written.put("tables", tables.stream().map(TableMemory::write).toList());
            case Focus.Table.ConsentingCancellation(Focus.FoundTable found) -> written.put("found", write(found));
            case Focus.Table.Cancelling(Focus.FoundTable found) -> written.put("found", write(found));
            case Focus.Table.AskingPhoneToMove(TableDraft changes) -> written.put("table", write(changes));
            case Focus.Table.LookingUpToMove(TableDraft changes) -> written.put("table", write(changes));
            case Focus.Table.ChoosingToMove(List<Focus.FoundTable> tables, TableDraft changes) -> {
                written.put("tables", tables.stream().map(TableMemory::write).toList());
                written.put("table", write(changes));
            }
            case Focus.Table.AskingChange(TableDraft table) -> written.put("table", write(table));
            case Focus.Table.Releasing(TableDraft table) -> written.put("table", write(table));
            case Focus.Table.AskingPhone _ -> {}
            case Focus.Table.LookingUp _ -> {}
        }
    }

    /** @throws IllegalArgumentException when this version does not know it */
    static Focus.Table read(Fields focus) {
        return switch (focus.text("step", "")) {
            case "Asking" ->
                new Focus.Table.Asking(table(focus.object("table")), Focus.TablePart.valueOf(focus.text("part", "")));
            case "Checking" -> new Focus.Table.Checking(table(focus.object("table")));
            case "OfferingOtherTime" -> new Focus.Table.OfferingOtherTime(table(focus.object("table")));
            case "AwaitingConsent" -> new Focus.Table.AwaitingConsent(table(focus.object("table")));
            case "Booking" -> new Focus.Table.Booking(table(focus.object("table")));
            case "AskingPhone" -> new Focus.Table.AskingPhone();
            case "LookingUp" -> new Focus.Table.LookingUp();
            case "Choosing" ->
                new Focus.Table.Choosing(
                        focus.objects("tables").stream().map(TableMemory::found).toList());
            case "ConsentingCancellation" -> new Focus.Table.ConsentingCancellation(found(focus.object("found")));
            case "Cancelling" -> new Focus.Table.Cancelling(found(focus.object("found")));
            case "AskingPhoneToMove" -> new Focus.Table.AskingPhoneToMove(table(focus.object("table")));
            case "LookingUpToMove" -> new Focus.Table.LookingUpToMove(table(focus.object("table")));
            case "ChoosingToMove" ->
                new Focus.Table.ChoosingToMove(
                        focus.objects("tables").stream().map(TableMemory::found).toList(),
                        table(focus.object("table")));
            case "AskingChange" -> new Focus.Table.AskingChange(table(focus.object("table")));
            case "Releasing" -> new Focus.Table.Releasing(table(focus.object("table")));
            default -> throw new IllegalArgumentException("unknown step");
        };
    }

    private static Map<String, Object> write(TableDraft table) {
        Map<String, Object> written = new LinkedHashMap<>();
        put(written, "guests", table.guests());
        put(written, "day", table.day() == null ? null : table.day().toString());
        put(written, "time", table.time() == null ? null : table.time().toString());
        put(written, "name", table.name());
        put(written, "phone", table.phone());
        put(written, "seating", table.seating());
        put(written, "replaces", table.replaces());
        return written;
    }

    private static TableDraft table(Fields table) {
        int guests = table.number("guests");
        String day = table.textOrNull("day");
        String time = table.textOrNull("time");
        try {
            return new TableDraft(
                    guests == 0 ? null : guests,
                    day == null ? null : LocalDate.parse(day),
                    time == null ? null : LocalTime.parse(time),
                    table.textOrNull("name"),
                    table.textOrNull("phone"),
                    table.textOrNull("seating"),
                    table.textOrNull("replaces"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("table", e);
        }
    }

    private static Map<String, Object> write(Focus.FoundTable found) {
        return Map.of("id", found.id(), "guests", found.guests(), "time", found.time(), "name", found.name());
    }

    private static Focus.FoundTable found(Fields found) {
        return new Focus.FoundTable(
                found.text("id", ""), found.number("guests"), found.text("time", ""), found.text("name", ""));
    }

    private static void put(Map<String, Object> written, String name, @Nullable Object value) {
        if (value != null) {
            written.put(name, value);
        }
    }
}
