// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Leads {@code /admin} to the administration's page, whose files are static and which talks to this service only. */
@ApplicationScoped
class AdminPage {
    void open(@Observes Router router) {
        router.getWithRegex("/admin").handler(visit -> visit.redirect("/admin/"));
    }
}
