// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** {@code GET /demo/technician} and {@code /demo/technician/overview} are pages: their addresses have no ending. */
@ApplicationScoped
class TechnicianPage {
    private static final List<String> PAGES = List.of("/demo/technician", "/demo/technician/overview");

    void open(@Observes Router router) {
        PAGES.forEach(page -> router.getWithRegex(page + "/?").handler(visit -> visit.reroute(page + "/index.html")));
    }
}
