// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import io.allo.access.Paths;
import io.allo.access.Role;

/**
 * What a person may do here: technicians and viewers read, staff does the day's work, what is on offer is changed by those who lead,
 * and what agents know by those who make them. A key of the account may do all.
 */
final class RoleRules {
    private static final String[] ON_OFFER = {
        "/api/restaurants",
        "/api/calendars",
        "/api/knowledge",
        "/api/menu",
        "/api/rooms",
        "/api/tables",
        "/api/dining-services",
        "/api/offers"
    };

    private RoleRules() {}

    static boolean mayPass(Role role, String method, String path) {
        if (method.equals("GET") || method.equals("HEAD")) {
            return true;
        }
        return switch (role) {
            case ADMIN, OWNER, SUPERVISOR -> true;
            case STAFF -> !Paths.isBelow(Paths.spelled(path), ON_OFFER);
            case AGENT_EDITOR -> Paths.isBelow(Paths.spelled(path), "/api/knowledge");
            case TECHNICIAN, VIEWER -> false;
        };
    }
}
