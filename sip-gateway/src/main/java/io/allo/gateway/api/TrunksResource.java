// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.door.Caller;
import io.allo.gateway.trunk.RegistrationState;
import io.allo.gateway.trunk.TrunkStates;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/trunks}: the SIP accounts as this gateway has them, answered from memory. A business sees its own. */
@Path("/api/trunks")
@Produces(MediaType.APPLICATION_JSON)
public class TrunksResource {
    private final TrunkStates trunks;
    private final Caller caller;

    public TrunksResource(TrunkStates trunks, Caller caller) {
        this.trunks = trunks;
        this.caller = caller;
    }

    /**
     * One account.
     *
     * @param state {@code registered registering rejected unreachable unregistered}; {@code none} when it needs no registration
     * @param registeredUntil end of the granted time, null when not registered here
     * @param status last status of the registrar, null when it said nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TrunkView(
            int id,
            String label,
            String transport,
            boolean isDefault,
            String state,
            @Nullable Instant since,
            @Nullable Instant registeredUntil,
            @Nullable Integer status,
            @Nullable String detail,
            int calls) {
        static TrunkView of(TrunkStates.State state) {
            Trunk trunk = state.trunk();
            RegistrationState registration = state.registration();
            return new TrunkView(
                    trunk.id(),
                    trunk.label(),
                    trunk.contactTransport(),
                    trunk.isDefault(),
                    registration == null ? "none" : registration.wireName(),
                    registration == null ? null : registration.since(),
                    registration instanceof RegistrationState.Registered registered ? registered.until() : null,
                    Optional.ofNullable(registration)
                            .map(RegistrationState::lastStatus)
                            .orElse(null),
                    registration instanceof RegistrationState.Rejected rejected ? rejected.detail() : null,
                    state.calls());
        }
    }

    @GET
    public List<TrunkView> all() {
        return trunks.all().stream()
                .filter(state -> caller.maySee(state.trunk().accountId()))
                .map(TrunkView::of)
                .toList();
    }
}
