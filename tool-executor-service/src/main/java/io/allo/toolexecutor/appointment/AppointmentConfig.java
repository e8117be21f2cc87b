// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Appointments as the world sees them. */
@ConfigMapping(prefix = "allo.appointment")
interface AppointmentConfig {
    /** Where customers reach this service, for the link to the calendar file in a message; not set: no link. */
    Optional<URI> publicUrl();
}
