// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.staff;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Leads {@code /staff} to the page itself, whose files are static and which talks to this service only. */
@ApplicationScoped
class StaffPage {
    private static final String PAGE = "/staff/";

    void open(@Observes Router router) {
        router.getWithRegex("/staff").handler(visit -> visit.redirect(PAGE));
    }
}
