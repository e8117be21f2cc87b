// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.contracts.tools.ReminderAnswer;
import io.allo.toolexecutor.door.ApiException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code POST /internal/reminders/answers}: channel-router asks whether somebody has just answered a reminder. */
@Path("/internal/reminders/answers")
class ReminderResource {
    private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{5,14}");

    private final ReminderDesk desk;

    ReminderResource(ReminderDesk desk) {
        this.desk = desk;
    }

    @POST
    @Cancellable(false)
    public Uni<ReminderAnswer.Outcome> answer(@Nullable ReminderAnswer answer) {
        if (answer == null
                || ToolRequest.isBlank(answer.accountId())
                || ToolRequest.isBlank(answer.channel())
                || answer.phone() == null
                || !PHONE.matcher(answer.phone()).matches()
                || answer.decision() == null) {
            throw ApiException.badRequest("accountId, channel, phone and decision are required");
        }
        return Panache.withTransaction(() -> desk.answer(answer))
                .map(text -> new ReminderAnswer.Outcome(text.orElse(null)));
    }
}
