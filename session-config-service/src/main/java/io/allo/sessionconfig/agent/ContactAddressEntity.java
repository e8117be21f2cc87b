// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.agent;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;

/** Row of {@code contact_addresses}: at this address of this channel, that agent answers. */
@Entity
@Table(name = "contact_addresses")
public class ContactAddressEntity {
    @EmbeddedId
    public Address address;

    @Column(name = "agent_id")
    public UUID agentId;

    /**
     * Where somebody gets in touch.
     *
     * @param channel {@code voice whatsapp web sms}
     * @param address E.164 number, SIP user part (lower case), or web token
     */
    @Embeddable
    public record Address(
            String channel,
            @Column(columnDefinition = "text") String address) implements Serializable {}
}
