// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** SIP accounts: what was changed, and how they are. Topic {@code trunk-events}, key = SIP account id. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrunkEvent.TrunkChanged.class, name = "TrunkChanged"),
    @JsonSubTypes.Type(value = TrunkEvent.TrunkStateChanged.class, name = "TrunkStateChanged")
})
@JsonIgnoreProperties(ignoreUnknown = true)
public sealed interface TrunkEvent {
    String eventId();

    Instant occurredAt();

    int sipAccountId();

    /** CloudEvent type, for example {@code io.allo.TrunkChanged.v1}. */
    @JsonIgnore
    default String type() {
        return "io.allo." + getClass().getSimpleName() + ".v1";
    }

    /** session-config-service to the gateways: read {@code /internal/trunks} again. */
    record TrunkChanged(String eventId, Instant occurredAt, int sipAccountId, long revision) implements TrunkEvent {}

    /**
     * A gateway to session-config-service: the registration's state changed.
     *
     * @param state {@code registering registered rejected unreachable unregistered}
     * @param gateway instance that holds the registration
     * @param status last SIP status of the registrar, null when it said nothing
     * @param detail for people, without secrets; null when there is nothing to say
     */
    record TrunkStateChanged(
            String eventId,
            Instant occurredAt,
            int sipAccountId,
            String state,
            String gateway,
            @Nullable Integer status,
            @Nullable String detail)
            implements TrunkEvent {}
}
