// SPDX-License-Identifier: Apache-2.0
package io.allo.router.tools;

import io.allo.contracts.ServiceKeys;
import io.allo.contracts.tools.ReminderAnswer;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** tool-executor-service knows who was reminded of what. The same answer again changes nothing. */
@RegisterRestClient(configKey = "tool-executor")
@Path("/internal/reminders/answers")
interface RemindersApi {

    @POST
    Uni<ReminderAnswer.Outcome> answer(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, ReminderAnswer answer);
}
