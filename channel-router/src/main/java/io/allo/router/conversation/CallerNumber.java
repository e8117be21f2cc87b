// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import org.jspecify.annotations.Nullable;

/** Phone numbers are E.164 inside. Pure functions, any thread. */
public final class CallerNumber {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final int LONGEST = 40;

    private CallerNumber() {}

    /**
     * The E.164 form of a number as dialled or shown.
     *
     * @param region region of a national number, ISO 3166 alpha-2
     * @return null when it is not a possible number (anonymous, a name, empty)
     */
    public static @Nullable String toE164(@Nullable String number, String region) {
        if (number == null || number.isBlank() || number.length() > LONGEST) {
            return null;
        }
        try {
            var parsed = NUMBERS.parse(number.strip(), region);
            return NUMBERS.isPossibleNumber(parsed) ? NUMBERS.format(parsed, PhoneNumberFormat.E164) : null;
        } catch (NumberParseException e) {
            return null;
        }
    }
}
