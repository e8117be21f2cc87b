// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.reading.NameReader;
import io.allo.router.builtin.reading.PhoneReader;
import io.allo.router.builtin.wording.Phrase;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Booking a table: what is missing is asked, then availability, read-back, consent, {@code confirm_reservation}. A table is
 * booked only from {@link Focus.Table.AwaitingConsent}, which only a positive check leads to. Stateless.
 */
final class TableFlow {
    private static final Pattern TOO_SOON = Pattern.compile("reservation_too_soon_min_(\\d+)min");
    private static final Pattern TOO_FAR = Pattern.compile("reservation_too_far_max_(\\d+)days");
    private static final Pattern ANOTHER = Pattern.compile(
            "(?i)\\b(?:autre|nouvelle|deuxième|seconde?|another|new|second|more)\\b.*\\b(?:table|r[ée]servation|booking|reservation)");
    private static final int LONGEST_NAME = 80;

    private final ContactFlow contact;
    private final TableCancelFlow cancellation;
    private final TableMoveFlow move;

    TableFlow(ContactFlow contact) {
        this.contact = contact;
        this.cancellation = new TableCancelFlow(contact);
        this.move = new TableMoveFlow(contact, (turn, table) -> next(turn, table, turn.reply()));
    }

    /** "Je voudrais réserver une table pour quatre, demain à 20 h" */
    Reply start(Turn turn, Heard heard) {
        if (!turn.business().booksTables()) {
            return contact.offerMessage(turn, turn.say(Phrase.NO_RESERVATION));
        }
        TableDraft known = new TableDraft(
                null,
                null,
                null,
                turn.business().customerName().orElse(null),
                turn.business().callerPhone().orElse(null),
                null,
                null);
        return next(turn, known.changedBy(read(turn, heard, null)), turn.reply());
    }

    /** "Je voudrais annuler ma réservation" */
    Reply startCancellation(Turn turn) {
        return cancellation.start(turn);
    }

    /** So many people, and when: nobody says both of anything else. */
    boolean isMeant(Turn turn, Heard heard) {
        if (!(turn.state().focus() instanceof Focus.Idle) || !turn.business().booksTables()) {
            return false;
        }
        TableDraft said = read(turn, heard, null);
        return said.guests() != null && (said.day() != null || said.time() != null);
    }

    /** "Je voudrais décaler ma réservation à 21 h" */
    Reply startMove(Turn turn, Heard heard) {
        return move.start(turn, heard);
    }

    /** After a booking of this conversation "on sera six finalement" changes it. */
    boolean changesBooked(Turn turn, Heard heard) {
        boolean changes = turn.state().booked()
                && turn.state().focus() instanceof Focus.Idle
                && !ANOTHER.matcher(heard.text()).find();
        return changes && !TableReader.changes(heard.text(), turn.localTime()).isEmpty();
    }

    @Nullable
    Reply heard(Turn turn, Focus.Table focus, Heard heard) {
        if (heard.isTop(Intent.ABORT)) {
            return turn.resumed(turn.say(Phrase.DROPPED));
        }
        return switch (focus) {
            case Focus.Table.Asking asking -> answered(turn, asking, heard);
            case Focus.Table.OfferingOtherTime(TableDraft table) -> otherTime(turn, table, heard);
            case Focus.Table.AwaitingConsent(TableDraft table) -> consent(turn, table, heard);
            // A turn in the middle of a tool call: the worker that waited for the result is gone.
            case Focus.Table.Checking(TableDraft table) -> check(turn, table, turn.reply());
            case Focus.Table.Booking _ -> contact.offerMessage(turn, turn.say(Phrase.OUTCOME_UNKNOWN));
            case Focus.Table.AskingPhoneToMove _,
                    Focus.Table.LookingUpToMove _,
                    Focus.Table.ChoosingToMove _,
                    Focus.Table.AskingChange _,
                    Focus.Table.Releasing _ -> move.heard(turn, focus, heard);
            default -> cancellation.heard(turn, focus, heard);
        };
    }

    Reply result(Turn turn, Focus.Table focus, Map<String, Object> result) {
        return switch (focus) {
            case Focus.Table.Checking(TableDraft table) -> checked(turn, table, result);
            case Focus.Table.Booking(TableDraft table) -> booked(turn, table, result);
            case Focus.Table.LookingUpToMove _, Focus.Table.Releasing _ -> move.result(turn, focus, result);
            default -> cancellation.result(turn, focus, result);
        };
    }

    private @Nullable Reply answered(Turn turn, Focus.Table.Asking asking, Heard heard) {
        TableDraft table = asking.table();
        TableDraft said = switch (asking.part()) {
            // "Finalement à 21 h" is no name.
            case NAME -> {
                TableDraft other = read(turn, heard, null);
                yield other.time() != null || other.day() != null || heard.has(Intent.CORRECT) && !other.isEmpty()
                        ? other
                        : named(heard.text());
            }
            case PHONE -> phoned(heard.text());
            case DAY -> day(turn, heard);
            case GUESTS, TIME -> read(turn, heard, asking.part());
        };
        if (said.isEmpty()) {
            return asking.part() == Focus.TablePart.PHONE && heard.text().matches(".*\\d.*")
                    ? turn.say(Phrase.BAD_PHONE)
                    : null;
        }
        return next(turn, table.changedBy(said), turn.reply());
    }

    private static TableDraft named(String text) {
        String name = NameReader.answered(text);
        return name.isEmpty() || name.length() > LONGEST_NAME
                ? TableDraft.EMPTY
                : new TableDraft(null, null, null, name, null, null, null);
    }

    private static TableDraft phoned(String text) {
        return PhoneReader.answered(text)
                .map(number -> new TableDraft(null, null, null, null, number, null, null))
                .orElse(TableDraft.EMPTY);
    }

    /** By keys: nothing = today, one or two digits = in so many days, four = day and month. */
    private static TableDraft day(Turn turn, Heard heard) {
        LocalDate today = today(turn);
        String digits = heard.text().strip();
        LocalDate day = read(turn, heard, null).day();
        if (heard.isTop(Intent.FINISH)) {
            day = today;
        } else if (digits.matches("\\d{1,2}")) {
            day = today.plusDays(Integer.parseInt(digits));
        } else if (digits.matches("\\d{4}")) {
            day = TableReader.dayOf(digits.substring(0, 2), Integer.parseInt(digits.substring(2)), today);
        }
        return new TableDraft(null, day, null, null, null, null, null);
    }

    private @Nullable Reply otherTime(Turn turn, TableDraft table, Heard heard) {
        if (heard.isTop(Intent.YES)) {
            return check(turn, table, turn.reply());
        }
        TableDraft said = read(turn, heard, Focus.TablePart.TIME);
        if (!said.isEmpty()) {
            return next(turn, table.withoutTime().changedBy(said), turn.reply());
        }
        return heard.isTop(Intent.NO) ? next(turn, table.withoutTime(), turn.reply()) : null;
    }

    private @Nullable Reply consent(Turn turn, TableDraft table, Heard heard) {
        if (heard.isTop(Intent.YES)) {
            return book(turn, table);
        }
        TableDraft said = TableReader.changes(heard.text(), turn.localTime());
        if (!said.isEmpty()) {
            return next(turn, table.changedBy(said), turn.reply());
        }
        return heard.isTop(Intent.NO) || heard.opensWithNo() || heard.isTop(Intent.CORRECT)
                ? next(turn, table.anew(), turn.reply())
                : null;
    }

    private static TableDraft read(Turn turn, Heard heard, Focus.@Nullable TablePart asked) {
        boolean keyedTime = asked == Focus.TablePart.TIME && heard.text().matches("\\d{4}");
        String text =
                keyedTime ? heard.text().substring(0, 2) + "h" + heard.text().substring(2) : heard.text();
        return TableReader.read(text, asked, turn.localTime());
    }

    /** Asks for the first part that is missing, or checks. */
    private static Reply next(Turn turn, TableDraft table, Reply reply) {
        Focus.TablePart missing = missing(turn, table);
        if (missing == null) {
            return check(turn, table, reply);
        }
        return missing == Focus.TablePart.NAME && turn.keysOnly()
                ? next(turn, table.changedBy(named(turn.text(Phrase.TABLE_GUEST))), reply)
                : reply.focusOn(new Focus.Table.Asking(table, missing));
    }

    private static Focus.@Nullable TablePart missing(Turn turn, TableDraft table) {
        if (table.guests() == null) {
            return Focus.TablePart.GUESTS;
        }
        if (table.time() == null) {
            return table.day() == null && turn.keysOnly() ? Focus.TablePart.DAY : Focus.TablePart.TIME;
        }
        if (table.name() == null) {
            return Focus.TablePart.NAME;
        }
        return table.phone() == null ? Focus.TablePart.PHONE : null;
    }

    private static Reply check(Turn turn, TableDraft table, Reply reply) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("mode", "reservation");
        arguments.put("requested_time", requestedTime(turn, table));
        arguments.put("party_size", table.guests());
        if (table.seating() != null) {
            arguments.put("seating_preference", table.seating());
        }
        return reply.call(
                Tools.CHECK_AVAILABILITY,
                Results.declared(turn.business(), Tools.CHECK_AVAILABILITY, arguments),
                new Focus.Table.Checking(table));
    }

    /** The clock time alone where it names the same moment: every server of the contract reads that form. */
    private static String requestedTime(Turn turn, TableDraft table) {
        ZonedDateTime now = turn.now().atZone(turn.business().zone());
        LocalTime time = table.time() == null ? LocalTime.NOON : table.time();
        LocalDate next = time.isAfter(now.toLocalTime())
                ? now.toLocalDate()
                : now.toLocalDate().plusDays(1);
        return table.day() == null || table.day().equals(next) ? time.toString() : table.day() + "T" + time;
    }

    private Reply checked(Turn turn, TableDraft table, Map<String, Object> result) {
        if (Results.isTrue(result, "available")) {
            return at(turn, table, Results.text(result, "estimatedTimeISO"))
                    .map(found -> turn.reply().focusOn(new Focus.Table.AwaitingConsent(found)))
                    .orElseGet(() -> contact.offerMessage(turn, turn.say(Phrase.CHECK_FAILED)));
        }
        return refused(turn, table, result);
    }

    private Reply refused(Turn turn, TableDraft table, Map<String, Object> result) {
        String reason = Results.reason(result);
        if (reason.startsWith("not_enough_seats")) {
            Reply full = turn.say(Phrase.TABLE_FULL);
            return at(turn, table, Results.text(result, "alternativeTimeISO"))
                    .map(other -> full.focusOn(new Focus.Table.OfferingOtherTime(other)))
                    .orElseGet(() -> next(turn, table.withoutTime(), full));
        }
        Matcher soon = TOO_SOON.matcher(reason);
        if (soon.matches()) {
            return next(turn, table.withoutTime(), turn.say(Phrase.TABLE_TOO_SOON, "minutes", soon.group(1)));
        }
        Matcher far = TOO_FAR.matcher(reason);
        if (far.matches()) {
            return next(turn, table.withoutTime(), turn.say(Phrase.TABLE_TOO_FAR, "days", far.group(1)));
        }
        Phrase phrase = reason.equals("reservation_not_enabled") ? Phrase.NO_RESERVATION : Phrase.CHECK_FAILED;
        return contact.offerMessage(turn, turn.say(phrase));
    }

    private static Optional<TableDraft> at(Turn turn, TableDraft table, String iso) {
        try {
            ZonedDateTime local = Instant.parse(iso).atZone(turn.business().zone());
            return Optional.of(table.changedBy(
                    new TableDraft(null, local.toLocalDate(), local.toLocalTime(), null, null, null, null)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Reply book(Turn turn, TableDraft table) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("customer_name", table.name());
        arguments.put("customer_phone", table.phone());
        arguments.put("party_size", table.guests());
        arguments.put("reservation_time", String.valueOf(table.time()));
        if (table.seating() != null) {
            arguments.put("seating_preference", table.seating());
        }
        return turn.reply()
                .call(
                        Tools.CONFIRM_RESERVATION,
                        Results.declared(turn.business(), Tools.CONFIRM_RESERVATION, arguments),
                        new Focus.Table.Booking(table));
    }

    private Reply booked(Turn turn, TableDraft table, Map<String, Object> result) {
        if (Results.outcomeUnknown(result)) {
            return contact.offerMessage(turn, turn.say(Phrase.OUTCOME_UNKNOWN));
        }
        if (Results.isTrue(result, "success") && table.replaces() != null) {
            return move.release(turn.in(turn.state().nowBooked()), table);
        }
        if (Results.isTrue(result, "success") && table.day() != null && table.time() != null) {
            Reply done = turn.say(
                    Phrase.TABLE_BOOKED,
                    "guests",
                    table.guests(),
                    "time",
                    TableWords.when(turn, table.day(), table.time()));
            return turn.phone() && turn.state().order().lines().isEmpty()
                    ? contact.goodbye(turn, done)
                    : turn.resumed(done.in(done.state().nowBooked()));
        }
        // The last place went to somebody else in the meantime.
        return Results.text(result, "error").startsWith("not_enough_seats")
                ? next(turn, table.withoutTime(), turn.say(Phrase.TABLE_FULL))
                : contact.offerMessage(turn, turn.say(Phrase.TABLE_FAILED));
    }

    private static LocalDate today(Turn turn) {
        return turn.now().atZone(turn.business().zone()).toLocalDate();
    }
}
