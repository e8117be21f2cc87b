// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.phone.PhoneNumbers;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a customer is reached, checked as it was dictated.
 *
 * @param phone E.164
 * @param caller E.164 of the line that called, null when it is withheld
 */
record Contact(
        String name,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String caller) {
    private static final Pattern MAIL = Pattern.compile(
            "[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+");
    private static final int LONGEST_MAIL = 254;

    static Contact of(ToolRequest request, Calendar calendar) {
        String region = calendar.phoneRegion();
        String caller = PhoneNumbers.normalise(request.callerPhone(), region).orElse(null);
        String said = request.userPhoneNumber();
        String phone = said == null || said.isBlank()
                ? caller
                : PhoneNumbers.normalise(said, region)
                        .filter(number -> number.startsWith("+"))
                        .orElseThrow(() -> ApiException.badRequest(
                                "user_phone_number is no phone number (expected: one such as +33612345678; ask again,"
                                        + " read it back)"));
        String email = email(request.userEmail());
        if (phone == null && email == null) {
            throw ApiException.badRequest(
                    "user_phone_number is missing (expected: a number or user_email, where the customer is reached)");
        }
        return new Contact(request.customer(), phone, email, caller);
    }

    private static @Nullable String email(@Nullable String said) {
        if (said == null || said.isBlank()) {
            return null;
        }
        String email = said.strip().toLowerCase(Locale.ROOT);
        if (email.length() > LONGEST_MAIL || !MAIL.matcher(email).matches()) {
            throw ApiException.badRequest(
                    "user_email is no e-mail address (expected: one such as jean@example.org; ask to spell it)");
        }
        return email;
    }
}
