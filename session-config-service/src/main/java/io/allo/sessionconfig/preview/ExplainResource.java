// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.preview;

import io.allo.contracts.session.ContactExplanation;
import io.allo.contracts.session.ContactRequest;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.routing.ContactExplainer;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/admin/explain-call}: who would take this call, step by step, as far as it is the caller's own business. */
@Path("/api/admin/explain-call")
public class ExplainResource {
    /** A database stores no NUL, and no address has one. */
    private static final String PLAIN = "\\P{Cntrl}*";

    private static final String NO_CONTROLS = "no control characters";

    private final ContactExplainer explainer;

    ExplainResource(ContactExplainer explainer) {
        this.explainer = explainer;
    }

    /**
     * A call that might come.
     *
     * @param called number or address as it is called
     * @param channel {@code voice} (default), {@code whatsapp}, {@code sms} or {@code web}
     * @param sipAccountId by which SIP account it comes
     * @param language of the sentences, {@code fr} or {@code en} (default)
     */
    public record Call(
            @NotBlank @Size(max = 256) @Pattern(regexp = PLAIN, message = NO_CONTROLS)
            String called,

            @Nullable @Size(max = 64) @Pattern(regexp = PLAIN, message = NO_CONTROLS)
            String caller,

            @Nullable @Pattern(regexp = "voice|whatsapp|sms|web", message = "expected one of voice, whatsapp, sms, web")
            String channel,

            @Nullable Integer sipAccountId,

            @Nullable @Pattern(regexp = "fr|en", message = "expected one of fr, en")
            String language) {
        ContactRequest request() {
            return new ContactRequest(channel == null ? "voice" : channel, called, caller, sipAccountId, null);
        }

        @Override
        public String toString() {
            return "Call that might come";
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<ContactExplanation> explain(@NotNull @Valid Call call, @Context ContainerRequestContext request) {
        return explainer.explain(call.request(), Caller.of(request).accountId(), call.language());
    }
}
