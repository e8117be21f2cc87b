// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import io.allo.contracts.text.PlainText;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as it is written or spoken: {@code 10 h 30}, {@code 14:00}, {@code dix heures}, {@code midi}, {@code 3:30 pm}, {@code at 3}.
 *
 * @param exact minutes were told too
 */
record ClockTime(LocalTime time, boolean exact) {
    private static final Pattern TIME = Pattern.compile(
            "\\b(?:at )?([01]?[0-9]|2[0-3])\\s?(?:h(?:eures?)?\\b|h(?=[0-5])|:(?=[0-5][0-9]))\\s?([0-5][0-9])?\\s?(am|pm)?\\b");
    private static final Pattern ENGLISH = Pattern.compile(
            "\\b(1[0-2]|0?[1-9])\\s?(am|pm)\\b|\\bat (1[0-2]|[1-9])\\b(?! ?(?:st|nd|rd|th|january|march))");
    private static final int HALF_DAY = 12;
    private static final int DAY = 24;
    /** "At 3" is no time of the night. */
    private static final int OPENING = 8;

    static Optional<ClockTime> of(String text, Phrases phrases) {
        return all(text, phrases).stream().findFirst();
    }

    /** In the order in which they were told. */
    static List<ClockTime> all(String text, Phrases phrases) {
        String plain = readable(text, phrases);
        List<ClockTime> times = new ArrayList<>();
        Matcher time = TIME.matcher(plain);
        while (time.find()) {
            int hour = half(Integer.parseInt(time.group(1)), time.group(3));
            int minute = time.group(2) == null ? 0 : Integer.parseInt(time.group(2));
            times.add(new ClockTime(LocalTime.of(hour % DAY, minute), time.group(2) != null));
        }
        Matcher english = ENGLISH.matcher(TIME.matcher(plain).replaceAll(" "));
        while (english.find()) {
            boolean bare = english.group(3) != null;
            int said = Integer.parseInt(bare ? english.group(3) : english.group(1));
            int bareHour = said < OPENING ? said + HALF_DAY : said;
            times.add(new ClockTime(LocalTime.of(bare ? bareHour : half(said, english.group(2)), 0), false));
        }
        if (times.isEmpty() && phrases.has("noon", plain)) {
            times.add(new ClockTime(LocalTime.NOON, false));
        }
        return times;
    }

    /** Without any time: what is left are days. */
    static String removed(String text, Phrases phrases) {
        return ENGLISH.matcher(TIME.matcher(readable(text, phrases)).replaceAll(" "))
                .replaceAll(" ");
    }

    private static int half(int hour, String half) {
        if ("pm".equals(half) && hour < HALF_DAY) {
            return hour + HALF_DAY;
        }
        return "am".equals(half) && hour == HALF_DAY ? 0 : hour;
    }

    /** Small letters without accents, numbers before "heures" in digits. */
    private static String readable(String text, Phrases phrases) {
        String bare = PlainText.of(text)
                .replace('-', ' ')
                .replace("apres midi", "apresmidi")
                .replaceAll("([ap])\\.m\\.?", "$1m")
                .replaceAll("([0-9])\\s?o'?clock", "$1h")
                .replaceAll("heures? (?:et demie|trente)", "h30")
                .replaceAll("heures? (?:et quart|quinze)", "h15");
        List<String> numbers = phrases.words("hours");
        for (int i = numbers.size() - 1; i >= 0; i--) {
            bare = bare.replaceAll("\\b" + numbers.get(i) + " (?=h)", (i + 1) + " ")
                    .replaceAll("\\bat " + numbers.get(i) + "\\b", "at " + (i + 1));
        }
        return bare;
    }
}
