// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.phoneline;

import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A telephone line: a number that an agent answers. Never with its password.
 *
 * @param agentId null for a line that nobody answers
 * @param provider {@code sip} or {@code twilio}
 * @param sipAccountId the trunk that was made for it
 */
record PhoneLine(
        UUID id,
        UUID accountId,
        @Nullable UUID agentId,
        @Nullable UUID restaurantId,
        String phoneNumber,
        String provider,
        String sipTransport,
        @Nullable String stunServer,
        @Nullable String sipDomain,
        @Nullable String sipUsername,
        boolean hasSipPassword,
        @Nullable String twilioTrunkSid,
        @Nullable Integer sipAccountId,
        boolean isActive) {
    static final String SELECT =
            "select id, account_id, agent_id, restaurant_id, phone_number, provider, sip_transport, stun_server,"
                    + " sip_domain, sip_username, coalesce(sip_password, '') <> '' as has_password, twilio_trunk_sid, sip_account_id,"
                    + " is_active from phone_lines";

    static PhoneLine of(Row row) {
        return new PhoneLine(
                row.getUUID("id"),
                row.getUUID("account_id"),
                row.getUUID("agent_id"),
                row.getUUID("restaurant_id"),
                row.getString("phone_number"),
                row.getString("provider"),
                row.getString("sip_transport"),
                row.getString("stun_server"),
                row.getString("sip_domain"),
                row.getString("sip_username"),
                row.getBoolean("has_password"),
                row.getString("twilio_trunk_sid"),
                row.getInteger("sip_account_id"),
                row.getBoolean("is_active"));
    }

    /** True when a SIP account can be made of it. */
    boolean isTrunk() {
        return provider.equals("sip") && sipDomain != null && sipUsername != null;
    }

    /** Without the number. */
    @Override
    public String toString() {
        return "PhoneLine " + id;
    }
}
