// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One spelling per number, so that a customer who calls from {@code 06…}, {@code +336…} or {@code 00336…} is one person.
 *
 * <p>Short numbers (112, 3949, 118218) have no E.164 form: libphonenumber would glue the country code to them and so name
 * another line. They stay as they were dialled.
 */
public final class PhoneNumbers {
    private static final int LONGEST = 40;
    private static final int LONGEST_SHORT_NUMBER = 6;

    private PhoneNumbers() {}

    /** A number in the groups in which it is read aloud: {@code 06 12 34 56 78} at home, {@code +44 7400 123456} abroad. */
    public static String spaced(String number, String region) {
        try {
            var parsed = PhoneNumberUtil.getInstance().parse(number, region);
            boolean home =
                    parsed.getCountryCode() == PhoneNumberUtil.getInstance().getCountryCodeForRegion(region);
            return PhoneNumberUtil.getInstance()
                    .format(parsed, home ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL);
        } catch (NumberParseException e) {
            return number;
        }
    }

    /**
     * Normalises a number as dialled, typed or received.
     *
     * @param text anything; null, blank or {@code anonymous} gives empty
     * @param region ISO 3166 alpha-2 region in which national numbers are read, for example {@code FR}
     * @return E.164, or the bare digits of a short number; empty when it is no number
     */
    public static Optional<String> normalise(@Nullable String text, String region) {
        if (text == null || text.isBlank() || text.length() > LONGEST) {
            return Optional.empty();
        }
        String digits = text.chars()
                .filter(c -> c >= '0' && c <= '9')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        try {
            var number = PhoneNumberUtil.getInstance().parse(text.strip(), region);
            boolean dialledShort = digits.length() <= LONGEST_SHORT_NUMBER && !text.contains("+");
            if (dialledShort && ShortNumberInfo.getInstance().isPossibleShortNumberForRegion(number, region)) {
                return Optional.of(digits);
            }
            if (!PhoneNumberUtil.getInstance().isPossibleNumber(number)) {
                return Optional.empty();
            }
            return Optional.of(PhoneNumberUtil.getInstance().format(number, PhoneNumberFormat.E164));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
