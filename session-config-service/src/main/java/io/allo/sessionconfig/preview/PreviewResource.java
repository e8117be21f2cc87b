// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.preview;

import io.allo.sessionconfig.door.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/agents/{id}/preview}: the session of a contact that has not come yet. Changes nothing. */
@Path("/api/agents/{id}/preview")
public class PreviewResource {
    private final Previews previews;

    PreviewResource(Previews previews) {
        this.previews = previews;
    }

    /**
     * The contact.
     *
     * @param channel {@code phone} (default) or {@code chat}
     * @param callerPhone whose history is told to the agent; nobody known without it
     * @param prompt in the place of the stored one, which stays as it is
     */
    public record Wish(
            @Nullable @Pattern(regexp = "phone|chat", message = "expected phone or chat")
            String channel,

            @Nullable @Size(max = 64) String callerPhone,
            @Nullable @Size(max = 20_000) String prompt) {
        static final Wish NOTHING = new Wish(null, null, null);

        boolean isChat() {
            return "chat".equals(channel);
        }

        String caller() {
            return callerPhone == null ? "" : callerPhone;
        }

        @Override
        public String toString() {
            return "Wish of a preview";
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Preview> preview(UUID id, @Valid @Nullable Wish wish, @Context ContainerRequestContext request) {
        return previews.of(Caller.of(request), id, wish == null ? Wish.NOTHING : wish);
    }
}
