// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.appointment.Calendar.ServiceType;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A calendar whose services Cal.com knows. */
record CalendarSample() {
    Calendar calendar() {
        return new Calendar(
                UUID.randomUUID(),
                "an account",
                "Salon",
                "Europe/Paris",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(new ServiceType("coupe", "Coupe", null, 30, null, 4711L)),
                Map.of(),
                List.of(),
                List.of());
    }
}
