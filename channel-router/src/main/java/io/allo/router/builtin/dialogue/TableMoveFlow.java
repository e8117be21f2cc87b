// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.reading.PhoneReader;
import io.allo.router.builtin.wording.Phrase;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Changing a table that is booked: no tool changes one, so it is looked up, the changed one is checked, read back and booked,
 * and only then the old one is cancelled: whoever calls never stands without a table. Stateless.
 */
final class TableMoveFlow {
    private static final int MOST_CHOICES = 5;

    private final ContactFlow contact;
    /** Asks for what is missing, or checks availability. */
    private final BiFunction<Turn, TableDraft, Reply> next;

    TableMoveFlow(ContactFlow contact, BiFunction<Turn, TableDraft, Reply> next) {
        this.contact = contact;
        this.next = next;
    }

    Reply start(Turn turn, Heard heard) {
        if (!turn.business().cancelsTables() || !turn.business().booksTables()) {
            return contact.offerMessage(turn, turn.say(Phrase.CANNOT_DO));
        }
        TableDraft changes = TableReader.changes(heard.text(), turn.localTime());
        return turn.business()
                .callerPhone()
                .map(phone -> lookUp(turn, phone, changes))
                .orElseGet(() -> turn.reply().focusOn(new Focus.Table.AskingPhoneToMove(changes)));
    }

    @Nullable
    Reply heard(Turn turn, Focus.Table focus, Heard heard) {
        return switch (focus) {
            case Focus.Table.AskingPhoneToMove(TableDraft changes) ->
                PhoneReader.answered(heard.text())
                        .map(phone -> lookUp(turn, phone, changes))
                        .orElse(null);
            case Focus.Table.ChoosingToMove(List<Focus.FoundTable> tables, TableDraft changes) ->
                chosen(turn, tables, changes, heard);
            case Focus.Table.AskingChange(TableDraft table) -> change(turn, table, heard);
            // A turn in the middle of a tool call: the worker that waited for the result is gone.
            case Focus.Table.LookingUpToMove(TableDraft changes) ->
                turn.business()
                        .callerPhone()
                        .map(phone -> lookUp(turn, phone, changes))
                        .orElseGet(() -> turn.reply().focusOn(new Focus.Table.AskingPhoneToMove(changes)));
            case Focus.Table.Releasing _ -> contact.offerMessage(turn, turn.say(Phrase.OUTCOME_UNKNOWN));
            default -> null;
        };
    }

    Reply result(Turn turn, Focus.Table focus, Map<String, Object> result) {
        return switch (focus) {
            case Focus.Table.LookingUpToMove(TableDraft changes) -> found(turn, changes, result);
            case Focus.Table.Releasing(TableDraft table) -> released(turn, table, result);
            default -> turn.reply();
        };
    }

    /** The changed table is booked: the old one is given back. */
    Reply release(Turn turn, TableDraft booked) {
        return turn.reply()
                .call(
                        Tools.CANCEL_RESERVATION,
                        Map.of("reservation_id", String.valueOf(booked.replaces())),
                        new Focus.Table.Releasing(booked));
    }

    private static Reply lookUp(Turn turn, String phone, TableDraft changes) {
        return turn.reply()
                .call(
                        Tools.LOOKUP_RESERVATION,
                        Map.of("customer_phone", phone),
                        new Focus.Table.LookingUpToMove(
                                changes.changedBy(new TableDraft(null, null, null, null, phone, null, null))));
    }

    private Reply found(Turn turn, TableDraft changes, Map<String, Object> result) {
        boolean failed = result.containsKey("error") || Boolean.FALSE.equals(result.get("success"));
        List<Focus.FoundTable> tables = Results.objects(result, "reservations").stream()
                .map(Focus.FoundTable::of)
                .filter(table -> !table.id().isEmpty())
                .limit(MOST_CHOICES)
                .toList();
        return switch (tables.size()) {
            case 0 -> turn.resumed(turn.say(failed ? Phrase.LOOKUP_FAILED : Phrase.NO_TABLE_FOUND));
            case 1 -> moved(turn, tables.getFirst(), changes);
            default -> turn.reply().focusOn(new Focus.Table.ChoosingToMove(tables, changes));
        };
    }

    private @Nullable Reply chosen(Turn turn, List<Focus.FoundTable> tables, TableDraft changes, Heard heard) {
        return heard.words().stream()
                .map(turn.lexicon()::number)
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .filter(number -> number >= 1 && number <= tables.size())
                .findFirst()
                .map(number -> moved(turn, tables.get(number - 1), changes))
                .orElse(null);
    }

    private Reply moved(Turn turn, Focus.FoundTable found, TableDraft changes) {
        TableDraft old;
        try {
            ZonedDateTime at =
                    Instant.parse(found.time()).atZone(turn.business().zone());
            String name =
                    found.name().isEmpty() ? turn.business().customerName().orElse(null) : found.name();
            old = new TableDraft(
                    found.guests(), at.toLocalDate(), at.toLocalTime(), name, changes.phone(), null, found.id());
        } catch (DateTimeException e) {
            return contact.offerMessage(turn, turn.say(Phrase.LOOKUP_FAILED));
        }
        TableDraft wanted = old.changedBy(changes);
        return wanted.equals(old) ? turn.reply().focusOn(new Focus.Table.AskingChange(old)) : next.apply(turn, wanted);
    }

    private @Nullable Reply change(Turn turn, TableDraft table, Heard heard) {
        TableDraft changes = TableReader.changes(heard.text(), turn.localTime());
        if (!changes.isEmpty()) {
            return next.apply(turn, table.changedBy(changes));
        }
        return heard.isTop(Intent.NO) ? turn.resumed(turn.say(Phrase.TABLE_KEPT)) : null;
    }

    private Reply released(Turn turn, TableDraft table, Map<String, Object> result) {
        boolean released = Results.isTrue(result, "success");
        Reply told = turn.say(
                released ? Phrase.TABLE_MOVED : Phrase.TABLE_MOVED_TWICE,
                "guests",
                String.valueOf(table.guests()),
                "time",
                TableWords.when(turn, table.day(), table.time()));
        if (!released) {
            return contact.offerMessage(turn, told);
        }
        return turn.phone() && turn.state().order().lines().isEmpty()
                ? contact.goodbye(turn, told)
                : turn.resumed(told);
    }
}
