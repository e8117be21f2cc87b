// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.access.Role;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bodies of the endpoints of people. None prints a password. */
final class LoginForms {
    private static final String ROLES = "admin|owner|supervisor|staff|technician|agent-editor|viewer";
    private static final String EXPECTED =
            "expected one of admin, owner, supervisor, staff, technician, agent-editor, viewer";
    private static final int SHORTEST = 10;
    private static final int LONGEST = 128;
    private static final int LONGEST_EMAIL = 254;

    private LoginForms() {}

    static String canonical(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    /** {@code POST /api/login}. */
    record Credentials(
            @NotBlank @Size(max = LONGEST_EMAIL) String email,
            @NotBlank @Size(max = LONGEST) String password) {
        @Override
        public String toString() {
            return "Credentials";
        }
    }

    /** {@code POST /api/setup}. @param code as the service printed it when it started */
    record FirstPerson(
            @NotBlank @Size(max = 100) String code,
            @NotBlank @Email @Size(max = LONGEST_EMAIL) String email,
            @NotBlank @Size(max = 200) String name,
            @NotNull @Size(min = SHORTEST, max = LONGEST) String password) {
        NewUser administrator() {
            return new NewUser(null, email, name, Role.ADMIN.wireName(), password);
        }

        @Override
        public String toString() {
            return "FirstPerson";
        }
    }

    /** {@code POST /api/login/refresh} and {@code POST /api/logout}. */
    record Refresh(@NotBlank @Size(max = 200) String refreshToken) {
        @Override
        public String toString() {
            return "Refresh";
        }
    }

    /** {@code PUT /api/me/password}. */
    record NewPassword(
            @NotBlank @Size(max = LONGEST) String current,
            @NotNull @Size(min = SHORTEST, max = LONGEST) String password) {
        @Override
        public String toString() {
            return "NewPassword";
        }
    }

    /** {@code POST /api/users}. @param accountId named by administrators of the installation, for others their own */
    record NewUser(
            @Nullable UUID accountId,
            @NotBlank @Email @Size(max = LONGEST_EMAIL) String email,
            @NotBlank @Size(max = 200) String name,

            @NotNull @Pattern(regexp = ROLES, message = EXPECTED)
            String role,

            @NotNull @Size(min = SHORTEST, max = LONGEST) String password) {
        @AssertTrue(message = "password: must not be the e-mail address")
        public boolean isPasswordOwn() {
            return password == null || email == null || !password.equalsIgnoreCase(email.strip());
        }

        Role roleOf() {
            return Role.of(role).orElseThrow();
        }

        @Override
        public String toString() {
            return "NewUser";
        }
    }

    /** {@code PUT /api/users/{id}}: what is not named stays. */
    record UserChange(
            @Nullable @Size(min = 1, max = 200) String name,

            @Nullable @Pattern(regexp = ROLES, message = EXPECTED)
            String role,

            @Nullable @Size(min = SHORTEST, max = LONGEST) String password,
            @Nullable Boolean isActive) {

        List<String> fields() {
            List<String> fields = new ArrayList<>();
            add(fields, "name", name);
            add(fields, "role", role);
            add(fields, "password", password);
            add(fields, "isActive", isActive);
            return fields;
        }

        private static void add(List<String> fields, String name, @Nullable Object value) {
            if (value != null) {
                fields.add(name);
            }
        }

        /** What throws a person out of his logins. */
        boolean endsLogins() {
            return role != null || password != null || Boolean.FALSE.equals(isActive);
        }

        @Override
        public String toString() {
            return "UserChange" + fields();
        }
    }
}
