// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.trunk;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * One active SIP account with its policy: a line of {@code GET /internal/trunks} ({@link TrunkList}).
 *
 * @param id {@code sip_accounts.id}
 * @param accountId the business that owns the account, a UUID
 * @param label for people, logs and metrics
 * @param trunkUri {@code sip:user@host[:port]} or {@code sips:…}: registrar and next hop of its outbound calls
 * @param username digest user and user part of our address, null for a trunk by source address alone
 * @param password in clear, only on this internal wire; null when the trunk has none
 * @param contactHost host of our Contact, null for the address that the gateway advertises
 * @param contactPort port of our Contact, null for the gateway's own
 * @param contactTransport {@code udp}, {@code tcp} or {@code tls}
 * @param contactToken unguessable user part of our Contact at this account's registrar: it names the account of an inbound call
 * @param isDefault taken when nothing names an account
 * @param revision rises with every change of account or policy
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Trunk(
        int id,
        String accountId,
        String label,
        String trunkUri,
        @Nullable String username,
        @Nullable String password,
        @Nullable String contactHost,
        @Nullable Integer contactPort,
        String contactTransport,
        String contactToken,
        boolean isDefault,
        long revision,
        TrunkPolicy policy) {

    public Trunk {
        requireNonNull(accountId, "accountId");
        requireNonNull(label, "label");
        requireNonNull(trunkUri, "trunkUri");
        requireNonNull(contactTransport, "contactTransport");
        requireNonNull(contactToken, "contactToken");
        requireNonNull(policy, "policy");
    }

    /** Without the password: records print themselves, and this one would end in a log. */
    @Override
    public String toString() {
        return "Trunk[" + id + " " + label + "]";
    }
}
