// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.knowledge.Knowledge;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.function.BiFunction;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/ai/tools/*-appointment…}: what an agent's tools for appointments call. A refusal is a 200 with {@code success:false} and
 * words for the model; 404 says that the calendar is unknown, 5xx that nothing is known.
 */
@Path("/api/ai/tools")
class AppointmentToolsResource {
    private final Calendars calendars;
    private final SlotList slots;
    private final BookingDesk desk;
    private final AppointmentSearch search;
    private final Confirmations confirmations;
    private final Knowledge knowledge;
    private final Idempotency idempotency;
    private final Json json;
    private final Caller caller;

    AppointmentToolsResource(
            Calendars calendars,
            SlotList slots,
            BookingDesk desk,
            AppointmentSearch search,
            Confirmations confirmations,
            Knowledge knowledge,
            Idempotency idempotency,
            Json json,
            Caller caller) {
        this.calendars = calendars;
        this.slots = slots;
        this.desk = desk;
        this.search = search;
        this.confirmations = confirmations;
        this.knowledge = knowledge;
        this.idempotency = idempotency;
        this.json = json;
        this.caller = caller;
    }

    @POST
    @Path("/list-available-slots")
    @Cancellable(false)
    public Uni<Response> list(@Nullable ToolRequest request) {
        return run("list-available-slots", request, slots::list);
    }

    @POST
    @Path("/schedule-appointment")
    @Cancellable(false)
    public Uni<Response> schedule(@Nullable ToolRequest request) {
        return run("schedule-appointment", request, desk::schedule);
    }

    @POST
    @Path("/find-appointments")
    @Cancellable(false)
    public Uni<Response> find(@Nullable ToolRequest request) {
        return run("find-appointments", request, search::find);
    }

    @POST
    @Path("/reschedule-appointment")
    @Cancellable(false)
    public Uni<Response> reschedule(@Nullable ToolRequest request) {
        return run("reschedule-appointment", request, desk::reschedule);
    }

    @POST
    @Path("/cancel-appointment")
    @Cancellable(false)
    public Uni<Response> cancel(@Nullable ToolRequest request) {
        return run("cancel-appointment", request, desk::cancel);
    }

    @POST
    @Path("/answer-faq")
    public Uni<Response> answer(@Nullable ToolRequest request) {
        String account = caller.accountId();
        return run(
                "answer-faq",
                request,
                (calendar, asked) -> QuestionAnswers.answer(calendar, asked, knowledge, account));
    }

    private Uni<Response> run(
            String operation,
            @Nullable ToolRequest request,
            BiFunction<Calendar, ToolRequest, Uni<Map<String, Object>>> tool) {
        if (request == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        ActionKey key = ActionKey.of(caller, operation);
        return calendars
                .require(request.calendarId(), caller.accountId())
                .chain(calendar -> idempotency
                        .once(
                                key,
                                () -> Uni.createFrom()
                                        .deferred(() -> tool.apply(calendar, request))
                                        .map(Outcome::ok))
                        .onFailure(AppointmentToolsResource::isRefusal)
                        .recoverWithItem(this::refused)
                        .chain(answer -> confirmations.tell(calendar, request, answer)))
                .map(Answer::toResponse);
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ApiException refusal && refusal.status() == 400;
    }

    private Answer refused(Throwable refusal) {
        return new Answer(200, json.write(Map.of("success", false, "error", String.valueOf(refusal.getMessage()))));
    }
}
