// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.staff;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Leads {@code /staff} and {@code /admin/servers} to the pages themselves, whose files are static and which talk to this service
 * only.
 */
@ApplicationScoped
class StaffPage {
    void open(@Observes Router router) {
        router.getWithRegex("/staff|/admin/servers").handler(visit -> visit.redirect(visit.normalizedPath() + "/"));
    }
}
