// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One spelling for each called address, so that stored and called forms meet. */
final class CalledAddress {
    private CalledAddress() {}

    /** {@code 00…} becomes {@code +…}, separators go, names are lower case. National numbers stay: their region is unknown. */
    static String canonical(String called) {
        String trimmed = called.strip();
        String compact = trimmed.replaceAll("[\\s().-]", "");
        if (compact.matches("\\+?[0-9]+")) {
            return compact.startsWith("00") ? "+" + compact.substring(2) : compact;
        }
        return trimmed.toLowerCase(Locale.ROOT);
    }

    /**
     * What a number that came by a trunk may be stored as, best first: as it came, E.164 in the trunk's region, E.164 without
     * its plus as some carriers send it.
     */
    static List<String> spellings(String called, String region) {
        String canonical = canonical(called);
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(canonical);
        e164(canonical, region).ifPresent(spellings::add);
        if (canonical.matches("[1-9][0-9]{6,14}")) {
            e164("+" + canonical, region).ifPresent(spellings::add);
        }
        return List.copyOf(spellings);
    }

    /** Empty when it is no valid number. */
    static Optional<String> e164(String number, String region) {
        try {
            PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
            var parsed = numbers.parse(number, region);
            return numbers.isValidNumber(parsed)
                    ? Optional.of(numbers.format(parsed, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
