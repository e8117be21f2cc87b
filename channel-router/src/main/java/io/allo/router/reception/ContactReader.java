// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An e-mail address or a French mobile number, typed or dictated. */
final class ContactReader {
    private static final Pattern EMAIL =
            Pattern.compile("[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){0,4}\\.[a-z]{2,24}");
    private static final Pattern MOBILE = Pattern.compile("(?:\\+33|0033|0)\\s?[67](?:[ .-]?[0-9]{2}){4}(?![0-9])");

    private ContactReader() {}

    /** @param dictated words such as arobase stand for signs, and spaces between the parts of an address are not meant */
    static Optional<String> of(String text, Phrases phrases, boolean dictated) {
        Matcher mobile = MOBILE.matcher(text);
        if (mobile.find()) {
            String digits = mobile.group().replaceAll("[^0-9]", "");
            return Optional.of("+33" + digits.substring(digits.length() - 9));
        }
        String written = text.toLowerCase(Locale.ROOT);
        if (dictated) {
            written = spelt(written, phrases);
        }
        Matcher email = EMAIL.matcher(written);
        return email.find() ? Optional.of(email.group()) : Optional.empty();
    }

    private static String spelt(String text, Phrases phrases) {
        String padded = " " + text.replaceAll("[,;!?]", " ").replaceAll("\\s+", " ") + " ";
        for (String at : phrases.words("at")) {
            padded = padded.replace(" " + at + " ", " @ ");
        }
        for (String dot : phrases.words("dot")) {
            padded = padded.replace(" " + dot + " ", " . ");
        }
        String joined = padded.strip().replaceAll("\\.$", "").replaceAll(" ?([@.]) ?", "$1");
        int at = joined.indexOf('@');
        if (at < 0) {
            return joined;
        }
        // What was said before the address has nothing to do with it, but the address itself may be spelt letter by
        // letter.
        String local = joined.substring(0, at);
        String spelled =
                local.matches("(\\S )+\\S") ? local.replace(" ", "") : local.substring(local.lastIndexOf(' ') + 1);
        return spelled + joined.substring(at).replace(" ", "");
    }
}
