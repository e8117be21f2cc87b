// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.door;

import io.allo.access.Person;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, for the audit log and where a person is meant.
 *
 * @param name {@code user:<id>}, {@code key:<account id>} or {@code service}
 * @param person null when no person's token came
 */
public record Actor(String name, @Nullable Person person) {
    static final String ATTRIBUTE = "allo.actor";

    /** As the door found out; null on a path that is open to everybody, unless a service asks. */
    public static @Nullable Actor of(ContainerRequestContext request) {
        return (Actor) request.getProperty(ATTRIBUTE);
    }

    /** As the door found out, on a path that is not open to everybody. */
    public static Actor known(ContainerRequestContext request) {
        return Objects.requireNonNull(of(request), "this path is not behind the door");
    }
}
