// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.config.ServiceKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Links to calendar files: an appointment's id with a signature that only we can make, so that none can be guessed. */
@ApplicationScoped
class CalendarLinks {
    private static final Pattern NAME = Pattern.compile("([0-9a-f-]{36})\\.([A-Za-z0-9_-]{16})\\.ics");
    private static final int SIGNATURE_BYTES = 12;

    private final AppointmentConfig config;
    private final SecretKeySpec key;

    CalendarLinks(AppointmentConfig config, ServiceKey service) {
        this.config = config;
        this.key =
                new SecretKeySpec(("calendar-file:" + service.value()).getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** Empty when it is not known where customers reach us. */
    Optional<String> of(UUID appointment) {
        return config.publicUrl()
                .map(base -> base.toString().replaceAll("/+$", "") + "/calendar-file/" + appointment + "."
                        + signature(appointment) + ".ics");
    }

    /** The appointment of a link's last part; empty when we did not make it. */
    Optional<UUID> read(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            UUID appointment = UUID.fromString(matcher.group(1));
            boolean ours = MessageDigest.isEqual(
                    signature(appointment).getBytes(StandardCharsets.UTF_8),
                    matcher.group(2).getBytes(StandardCharsets.UTF_8));
            return ours ? Optional.of(appointment) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String signature(UUID appointment) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] hash = mac.doFinal(appointment.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, SIGNATURE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
