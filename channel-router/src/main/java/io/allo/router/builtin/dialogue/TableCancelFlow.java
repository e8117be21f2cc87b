// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.reading.PhoneReader;
import io.allo.router.builtin.wording.Phrase;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Cancelling a table: looked up first, cancelled only with consent, and only what the tool says is cancelled. Stateless. */
final class TableCancelFlow {
    private static final int MOST_CHOICES = 5;

    private final ContactFlow contact;

    TableCancelFlow(ContactFlow contact) {
        this.contact = contact;
    }

    Reply start(Turn turn) {
        if (!turn.business().cancelsTables()) {
            return contact.offerMessage(turn, turn.say(Phrase.CANNOT_DO));
        }
        return turn.business()
                .callerPhone()
                .map(phone -> lookUp(turn, phone))
                .orElseGet(() -> turn.reply().focusOn(new Focus.Table.AskingPhone()));
    }

    @Nullable
    Reply heard(Turn turn, Focus.Table focus, Heard heard) {
        if (heard.isTop(Intent.ABORT)) {
            return turn.resumed(turn.say(Phrase.DROPPED));
        }
        return switch (focus) {
            case Focus.Table.AskingPhone _ -> phone(turn, heard);
            case Focus.Table.Choosing(List<Focus.FoundTable> tables) -> chosen(turn, tables, heard);
            case Focus.Table.ConsentingCancellation(Focus.FoundTable found) -> consent(turn, found, heard);
            // A turn in the middle of a tool call: the worker that waited for the result is gone.
            case Focus.Table.LookingUp _ -> start(turn);
            case Focus.Table.Cancelling _ -> turn.say(Phrase.OUTCOME_UNKNOWN).focusOn(new Focus.Idle());
            default -> null;
        };
    }

    Reply result(Turn turn, Focus.Table focus, Map<String, Object> result) {
        return switch (focus) {
            case Focus.Table.LookingUp _ -> found(turn, result);
            case Focus.Table.Cancelling _ -> cancelled(turn, result);
            default -> turn.reply();
        };
    }

    private static Reply lookUp(Turn turn, String phone) {
        return turn.reply()
                .call(Tools.LOOKUP_RESERVATION, Map.of("customer_phone", phone), new Focus.Table.LookingUp());
    }

    private static @Nullable Reply phone(Turn turn, Heard heard) {
        return PhoneReader.answered(heard.text())
                .map(number -> lookUp(turn, number))
                .orElseGet(() -> heard.text().matches(".*\\d.*") ? turn.say(Phrase.BAD_PHONE) : null);
    }

    private static Reply found(Turn turn, Map<String, Object> result) {
        boolean failed = result.containsKey("error") || Boolean.FALSE.equals(result.get("success"));
        List<Focus.FoundTable> tables = Results.objects(result, "reservations").stream()
                .map(Focus.FoundTable::of)
                .filter(table -> !table.id().isEmpty())
                .limit(MOST_CHOICES)
                .toList();
        return switch (tables.size()) {
            case 0 -> turn.resumed(turn.say(failed ? Phrase.LOOKUP_FAILED : Phrase.NO_TABLE_FOUND));
            case 1 -> turn.reply().focusOn(new Focus.Table.ConsentingCancellation(tables.getFirst()));
            default -> turn.reply().focusOn(new Focus.Table.Choosing(tables));
        };
    }

    private static @Nullable Reply chosen(Turn turn, List<Focus.FoundTable> tables, Heard heard) {
        return heard.words().stream()
                .map(turn.lexicon()::number)
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .filter(number -> number >= 1 && number <= tables.size())
                .findFirst()
                .map(number -> turn.reply().focusOn(new Focus.Table.ConsentingCancellation(tables.get(number - 1))))
                .orElse(null);
    }

    private static @Nullable Reply consent(Turn turn, Focus.FoundTable found, Heard heard) {
        // "Oui, annulez-la" is consent too: here cancelling is the matter in hand.
        if (heard.isTop(Intent.YES) || heard.isTop(Intent.CANCEL_RESERVATION)) {
            return turn.reply()
                    .call(
                            Tools.CANCEL_RESERVATION,
                            Map.of("reservation_id", found.id()),
                            new Focus.Table.Cancelling(found));
        }
        return heard.isTop(Intent.NO) ? turn.resumed(turn.say(Phrase.TABLE_KEPT)) : null;
    }

    private Reply cancelled(Turn turn, Map<String, Object> result) {
        if (Results.isTrue(result, "success")) {
            return turn.resumed(turn.say(Phrase.TABLE_CANCELLED));
        }
        Phrase phrase = Results.outcomeUnknown(result) ? Phrase.OUTCOME_UNKNOWN : Phrase.TABLE_NOT_CANCELLED;
        return contact.offerMessage(turn, turn.say(phrase));
    }
}
