// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.door.JsonBody;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/appointments}: the staff's view of a day, bookings by hand, moves and cancellations. */
@Path("/api/appointments")
class AppointmentResource {
    private final Calendars calendars;
    private final StaffDesk desk;
    private final Idempotency idempotency;
    private final Caller caller;

    AppointmentResource(Calendars calendars, StaffDesk desk, Idempotency idempotency, Caller caller) {
        this.calendars = calendars;
        this.desk = desk;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** @param date a day on the business's clocks; default: today */
    @GET
    public Uni<List<AppointmentView>> day(@RestQuery @Nullable String calendarId, @RestQuery @Nullable String date) {
        return calendars
                .require(calendarId, caller.accountId())
                .chain(calendar -> desk.day(calendar, date == null || date.isBlank() ? null : SlotRange.day(date)));
    }

    @POST
    @Cancellable(false)
    public Uni<Response> book(@Nullable JsonNode body) {
        JsonBody form = JsonBody.of(body);
        ActionKey key = ActionKey.of(caller, "appointments");
        return calendars
                .require(form.text("calendarId"), caller.accountId())
                .chain(calendar -> idempotency.once(key, () -> desk.book(calendar, form)))
                .map(Answer::toResponse);
    }

    /** {@code start} moves, {@code status} says what came of it. */
    @PATCH
    @Cancellable(false)
    public Uni<Response> change(@Nullable JsonNode body) {
        JsonBody form = JsonBody.of(body);
        String account = caller.accountId();
        ActionKey key = ActionKey.of(caller, "appointments-change");
        return desk.calendarOf(form.id())
                .onItem()
                .ifNull()
                .failWith(AppointmentResource::unknown)
                .chain(calendar -> calendars.require(String.valueOf(calendar), account))
                .onFailure(ApiException.class)
                .transform(failure -> unknown())
                .chain(calendar -> idempotency.once(key, () -> desk.change(calendar, form)))
                .map(Answer::toResponse);
    }

    private static ApiException unknown() {
        return ApiException.notFound("unknown appointment");
    }
}
