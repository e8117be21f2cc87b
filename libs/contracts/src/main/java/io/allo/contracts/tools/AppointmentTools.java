// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import java.io.InputStream;
import java.util.Objects;

/**
 * The six tools for appointments, defined once as {@link RestaurantTools} are: an agent whose configuration has a {@code calendarId} is
 * seeded with them. The resource is an array of {@link ToolConfig} in the order in which they are offered.
 */
public final class AppointmentTools {
    /** Class-path resource; a native image must include it. */
    public static final String RESOURCE = "io/allo/contracts/tools/appointment-tools.json";

    private AppointmentTools() {}

    /** Opens the JSON array, UTF-8; the caller closes it. */
    public static InputStream open() {
        return Objects.requireNonNull(
                AppointmentTools.class.getResourceAsStream("appointment-tools.json"), "appointment-tools.json");
    }
}
