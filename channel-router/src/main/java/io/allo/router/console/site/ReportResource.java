// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.allo.router.door.CallerAccount;
import io.allo.router.door.ForConsole;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** All sessions of an account, what they come to, and a session's solutions as a file (rows B69, B73, B75). */
@Path("/api/console")
@ForConsole
class ReportResource {
    private static final int USUAL_LIMIT = 100;
    private static final int LARGEST_LIMIT = 1_000;

    private final ReportDesk desk;
    private final CallerAccount caller;

    ReportResource(ReportDesk desk, CallerAccount caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** Newest first. */
    @GET
    @Path("/sessions")
    public Uni<Response> sessions(@RestQuery boolean running, @RestQuery Optional<Integer> limit) {
        int most = Math.clamp(limit.orElse(USUAL_LIMIT), 1, LARGEST_LIMIT);
        return desk.sessions(caller.id(), running, most)
                .map(all -> Form.json(200, new JsonObject().put("sessions", all)));
    }

    /** The last 30 days, or from one day to another, at most 400. */
    @GET
    @Path("/analytics")
    public Uni<Response> analytics(@RestQuery Optional<String> from, @RestQuery Optional<String> to) {
        String account = caller.id();
        return Form.answering(() -> desk.figures(account, from.map(ReportResource::day), to.map(ReportResource::day))
                .map(figures -> Form.json(200, figures)));
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new Form.UnfitException("expected a day such as 2026-11-22");
        }
    }

    @GET
    @Path("/sessions/{id}/solutions.pdf")
    public Uni<Response> solutions(String id) {
        return desk.paper(caller.id(), id)
                .map(found -> found.map(ReportResource::file).orElseGet(() -> Form.error(404, "no such session")));
    }

    private static Response file(byte[] pdf) {
        return Response.ok(pdf, "application/pdf")
                .header("Content-Disposition", "attachment; filename=\"solutions.pdf\"")
                .header("Cache-Control", "no-store")
                .build();
    }
}
