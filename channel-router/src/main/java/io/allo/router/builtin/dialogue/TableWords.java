// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.wording.Phrase;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tables in words: the question of each step, days and times. */
final class TableWords {
    private TableWords() {}

    static String question(Turn turn, Focus.Table focus) {
        return switch (focus) {
            case Focus.Table.Asking(TableDraft table, Focus.TablePart part) ->
                turn.text(
                        switch (part) {
                            case GUESTS -> Phrase.ASK_GUESTS;
                            case DAY -> Phrase.ASK_TABLE_DAY;
                            case TIME -> Phrase.ASK_TABLE_TIME;
                            case NAME -> Phrase.ASK_TABLE_NAME;
                            case PHONE -> Phrase.ASK_TABLE_PHONE;
                        });
            case Focus.Table.OfferingOtherTime(TableDraft table) ->
                turn.text(Phrase.OFFER_TABLE_TIME, "time", when(turn, table.day(), table.time()));
            case Focus.Table.AwaitingConsent(TableDraft table) ->
                turn.text(
                                Phrase.READ_BACK_TABLE,
                                "guests",
                                table.guests(),
                                "time",
                                when(turn, table.day(), table.time()),
                                "name",
                                table.name())
                        + " " + turn.text(Phrase.ASK_TABLE_CONSENT);
            case Focus.Table.AskingPhone _, Focus.Table.AskingPhoneToMove _ -> turn.text(Phrase.ASK_TABLE_PHONE);
            case Focus.Table.Choosing(List<Focus.FoundTable> tables) -> which(turn, tables);
            case Focus.Table.ConsentingCancellation(Focus.FoundTable found) ->
                turn.text(Phrase.ASK_CANCEL_TABLE, "guests", found.guests(), "time", when(turn, found.time()));
            case Focus.Table.ChoosingToMove(List<Focus.FoundTable> tables, TableDraft changes) -> which(turn, tables);
            case Focus.Table.AskingChange(TableDraft table) ->
                turn.text(
                        Phrase.ASK_TABLE_CHANGE,
                        "guests",
                        table.guests(),
                        "time",
                        when(turn, table.day(), table.time()));
            case Focus.Table.LookingUpToMove _ -> "";
            case Focus.Table.Releasing _ -> "";
            case Focus.Table.Checking _ -> "";
            case Focus.Table.Booking _ -> "";
            case Focus.Table.LookingUp _ -> "";
            case Focus.Table.Cancelling _ -> "";
        };
    }

    private static String which(Turn turn, List<Focus.FoundTable> tables) {
        List<String> choices = new ArrayList<>();
        for (Focus.FoundTable table : tables) {
            choices.add(turn.text(
                    Phrase.TABLE_CHOICE,
                    "key",
                    choices.size() + 1,
                    "guests",
                    table.guests(),
                    "time",
                    when(turn, table.time())));
        }
        return choices.stream().collect(Collectors.joining(" ", turn.text(Phrase.ASK_WHICH_TABLE) + " ", ""));
    }

    /** A day and a time of the business's clocks: "demain à 20 h", "samedi 28 novembre à 20 h". */
    static String when(Turn turn, @Nullable LocalDate day, @Nullable LocalTime time) {
        if (day == null || time == null) {
            return turn.text(Phrase.TIME_UNKNOWN);
        }
        LocalDate today = turn.now().atZone(turn.business().zone()).toLocalDate();
        String clock = turn.wording().time(time);
        if (day.equals(today)) {
            return turn.text(Phrase.TABLE_TODAY, "time", clock);
        }
        if (day.equals(today.plusDays(1))) {
            return turn.text(Phrase.TABLE_TOMORROW, "time", clock);
        }
        boolean french = turn.state().language().equals("fr");
        String named = DateTimeFormatter.ofPattern(
                        french ? "EEEE d MMMM" : "EEEE, MMMM d", french ? Locale.FRENCH : Locale.ENGLISH)
                .format(day);
        return turn.text(Phrase.TABLE_ON, "day", named, "time", clock);
    }

    private static String when(Turn turn, String iso) {
        try {
            var local = Instant.parse(iso).atZone(turn.business().zone());
            return when(turn, local.toLocalDate(), local.toLocalTime());
        } catch (DateTimeException e) {
            return turn.text(Phrase.TIME_UNKNOWN);
        }
    }
}
