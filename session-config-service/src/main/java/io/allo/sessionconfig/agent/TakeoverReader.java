// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.OfficeHours;
import io.allo.contracts.session.TakeoverSettings;
import io.allo.contracts.session.TakeoverSettings.Otherwise;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * {@code takeover} of an agent's configuration: what is written by an administrator is checked and refused, what reached the
 * database another way and cannot be read is as if it were not there.
 */
public final class TakeoverReader {
    private static final Logger LOG = Logger.getLogger(TakeoverReader.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLACE = "takeover";
    private static final int MOST_KEYWORDS = 50;
    private static final int LONGEST_KEYWORD = 60;
    private static final int MOST_IN_A_ROW = 20;
    private static final int LONGEST_WAIT = 24 * 60;
    private static final int MOST_INTERVALS = 6;
    private static final int MOST_EXCEPTIONS = 200;
    private static final Set<String> MEMBERS = Set.of(
            "on",
            "keywords",
            "afterMisses",
            "afterFailedTools",
            "onAbuse",
            "answerWithinMinutes",
            "unanswered",
            "outsideHours",
            "hours");

    private TakeoverReader() {}

    /** What is wrong with {@code takeover}: messages by field, empty when it is fit or absent. */
    public static Map<String, String> faults(JsonNode takeover) {
        Map<String, String> faults = new LinkedHashMap<>();
        if (absent(takeover)) {
            return faults;
        }
        if (!takeover.isObject()) {
            faults.put(
                    PLACE, "expected an object such as {\"keywords\": [\"un humain\"], \"answerWithinMinutes\": 10}");
            return faults;
        }
        members(takeover, PLACE, MEMBERS, faults);
        expect(takeover, "on", "true or false", JsonNode::isBoolean, faults);
        expect(takeover, "onAbuse", "true or false", JsonNode::isBoolean, faults);
        expect(
                takeover,
                "keywords",
                "at most " + MOST_KEYWORDS + " texts of 2 to " + LONGEST_KEYWORD + " characters",
                TakeoverReader::areKeywords,
                faults);
        for (String count : Set.of("afterMisses", "afterFailedTools")) {
            expect(takeover, count, "0 (never) to " + MOST_IN_A_ROW, value -> within(value, 0, MOST_IN_A_ROW), faults);
        }
        expect(
                takeover,
                "answerWithinMinutes",
                "1 to " + LONGEST_WAIT + " minutes",
                value -> within(value, 1, LONGEST_WAIT),
                faults);
        for (String when : Set.of("unanswered", "outsideHours")) {
            expect(
                    takeover,
                    when,
                    "resume (the agent goes on) or wait (it stays silent)",
                    value ->
                            value.isTextual() && Otherwise.named(value.asText()).isPresent(),
                    faults);
        }
        hours(takeover.path("hours"), faults);
        return faults;
    }

    private static void hours(JsonNode hours, Map<String, String> faults) {
        if (absent(hours)) {
            return;
        }
        String place = PLACE + ".hours";
        if (!hours.isObject()) {
            faults.put(place, "expected {timezone, weekly, exceptions}");
            return;
        }
        members(hours, place, Set.of("timezone", "weekly", "exceptions"), faults);
        if (!absent(hours.path("timezone")) && !isZone(hours.path("timezone"))) {
            faults.put(place + ".timezone", "expected the name of a time zone such as Europe/Paris");
        }
        intervals(
                hours.path("weekly"),
                place + ".weekly",
                "one of mon, tue, wed, thu, fri, sat, sun",
                name -> OfficeHours.day(name).isPresent(),
                faults);
        intervals(
                hours.path("exceptions"),
                place + ".exceptions",
                "a date such as 2026-12-25",
                TakeoverReader::isDate,
                faults);
    }

    private static void intervals(
            JsonNode days, String place, String expected, Predicate<String> isDay, Map<String, String> faults) {
        if (absent(days)) {
            return;
        }
        if (!days.isObject() || days.size() > MOST_EXCEPTIONS) {
            faults.put(place, "expected an object of at most " + MOST_EXCEPTIONS + " days");
            return;
        }
        days.properties().forEach(day -> {
            if (!isDay.test(day.getKey())) {
                faults.put(place, "expected " + expected);
            } else if (!areIntervals(day.getValue())) {
                faults.put(
                        place + "." + day.getKey(),
                        "expected at most " + MOST_INTERVALS
                                + " intervals such as \"09:00-12:30\", the second time later than the first; [] = closed");
            }
        });
    }

    private static boolean areIntervals(JsonNode value) {
        return value.isArray()
                && value.size() <= MOST_INTERVALS
                && value.valueStream().allMatch(one -> one.isTextual() && OfficeHours.isInterval(one.asText()));
    }

    private static boolean areKeywords(JsonNode value) {
        return value.isArray()
                && value.size() <= MOST_KEYWORDS
                && value.valueStream()
                        .allMatch(one -> one.isTextual()
                                && one.asText().strip().length() >= 2
                                && one.asText().length() <= LONGEST_KEYWORD);
    }

    private static boolean isZone(JsonNode zone) {
        try {
            return zone.isTextual() && ZoneId.of(zone.asText()) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDate(String text) {
        try {
            return LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean within(JsonNode value, int least, int most) {
        return value.isInt() && value.asInt() >= least && value.asInt() <= most;
    }

    private static void members(JsonNode object, String place, Set<String> known, Map<String, String> faults) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                faults.put(place + "." + name, "unknown, expected " + String.join(", ", new TreeSet<>(known)));
            }
        });
    }

    private static void expect(
            JsonNode object, String name, String what, Predicate<JsonNode> fits, Map<String, String> faults) {
        JsonNode value = object.path(name);
        if (!absent(value) && !fits.test(value)) {
            faults.put(PLACE + "." + name, "expected " + what);
        }
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /** Reads {@code takeover}; without it nobody is asked. */
    public static TakeoverSettings read(JsonNode takeover, String whose) {
        Map<String, String> faults = faults(takeover);
        if (!faults.isEmpty()) {
            LOG.warnf("%s: settings cannot be read, nobody is asked to take over: %s", whose, faults.keySet());
        }
        if (!takeover.isObject() || !faults.isEmpty()) {
            return TakeoverSettings.OFF;
        }
        try {
            return JSON.treeToValue(takeover, TakeoverSettings.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("checked settings can be read", e);
        }
    }
}
