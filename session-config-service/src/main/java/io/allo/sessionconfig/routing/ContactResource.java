// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import io.allo.contracts.session.ContactExplanation;
import io.allo.contracts.session.ContactRequest;
import io.allo.contracts.session.ContactResolution;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import java.util.UUID;

/** Which agent takes this contact? Asked by channel-router once for each contact, and once for each handoff. */
@Path("/internal/contacts")
public class ContactResource {
    private static final Set<String> CHANNELS = Set.of("voice", "whatsapp", "web", "sms");
    private static final int LONGEST_ADDRESS = 256;

    private final ContactRouter router;
    private final ContactExplainer explainer;

    ContactResource(ContactRouter router, ContactExplainer explainer) {
        this.router = router;
        this.explainer = explainer;
    }

    /** Answers 404 when the address belongs to nobody. */
    @POST
    @Path("/resolve")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<ContactResolution> resolve(ContactRequest request) {
        check(request);
        return router.resolve(request).onItem().ifNull().failWith(NotFoundException::new);
    }

    /** An agent of this account by its id: another one hands a conversation over to it. Answers 404 when there is none that works. */
    @GET
    @Path("/agents/{accountId}/{agentId}")
    public Uni<ContactResolution> agent(UUID accountId, UUID agentId) {
        return router.agent(accountId, agentId).onItem().ifNull().failWith(NotFoundException::new);
    }

    /** What {@code resolve} would do, step by step; the same requests are 400, an unknown address is a step that fails. */
    @POST
    @Path("/explain")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<ContactExplanation> explain(ContactRequest request) {
        check(request);
        return explainer.explain(request, null, null);
    }

    private static void check(ContactRequest request) {
        if (request == null || request.channel() == null || !CHANNELS.contains(request.channel())) {
            throw new BadRequestException("channel: expected one of voice, whatsapp, web, sms");
        }
        if (request.called() == null
                || request.called().isBlank()
                || request.called().length() > LONGEST_ADDRESS) {
            throw new BadRequestException("called: expected 1 to 256 characters");
        }
    }
}
