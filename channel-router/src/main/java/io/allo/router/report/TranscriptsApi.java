// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import io.allo.contracts.ServiceKeys;
import io.allo.contracts.session.ConversationTranscript;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** tool-executor-service sends e-mails. The same transcript again is the same e-mail. */
@RegisterRestClient(configKey = "tool-executor")
@Path("/internal/transcripts")
interface TranscriptsApi {

    @POST
    Uni<Response> send(@HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, ConversationTranscript transcript);
}
