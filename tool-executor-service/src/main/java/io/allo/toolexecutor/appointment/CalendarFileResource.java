// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.door.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

/** {@code GET /calendar-file/…}: the link in a message. Whoever has it sees when and where, never whose. */
@Path("/calendar-file")
class CalendarFileResource {
    private final CalendarLinks links;
    private final Calendars calendars;
    private final StaffDesk desk;

    CalendarFileResource(CalendarLinks links, Calendars calendars, StaffDesk desk) {
        this.links = links;
        this.calendars = calendars;
        this.desk = desk;
    }

    @GET
    @Path("/{name}")
    @Produces("text/calendar")
    public Uni<Response> file(@RestPath String name) {
        return links.read(name)
                .map(desk::appointment)
                .orElseGet(() -> Uni.createFrom().nullItem())
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("unknown calendar file"))
                .chain(row -> calendars
                        .any(row.calendarId)
                        .map(calendar -> Response.ok(CalendarFile.of(calendar, row))
                                .type("text/calendar;charset=UTF-8")
                                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"appointment.ics\"")
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .build()));
    }
}
