// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import io.allo.contracts.media.StreamMessage.Transfer.Mode;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A SIP account as it is stored, with its owner and policy.
 *
 * @param id {@code sip_accounts.id}; {@link #LEGACY} for the trunk of {@code app_settings}
 * @param accountId the business that owns it, null when an administrator has not said which
 * @param region of the owner, ISO 3166 alpha-2, null without owner
 * @param storedPassword encrypted, or plain when it was set by SQL seconds ago
 * @param policy what differs from the careful defaults
 */
public record SipAccount(
        int id,
        @Nullable UUID accountId,
        @Nullable String region,
        String label,
        String trunkUri,
        @Nullable String username,
        @Nullable String storedPassword,
        @Nullable String contactHost,
        @Nullable Integer contactPort,
        String contactTransport,
        boolean isDefault,
        boolean active,
        String contactToken,
        long revision,
        JsonObject policy,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    /** Id of the trunk that the older global settings describe. */
    public static final int LEGACY = 0;

    private static final String NO_REGION = "FR";
    private static final String NO_USER = "default";

    /** The trunk's URI in full: what was stored without scheme or user becomes {@code sip:<user or default>@host}. */
    public String fullTrunkUri() {
        String uri = trunkUri.strip();
        String lower = uri.toLowerCase(Locale.ROOT);
        String scheme = lower.startsWith("sips:") ? "sips:" : "sip:";
        String rest = lower.startsWith(scheme) ? uri.substring(scheme.length()) : uri;
        if (rest.contains("@")) {
            return scheme + rest;
        }
        return scheme + (username == null || username.isBlank() ? NO_USER : username) + "@" + rest;
    }

    /** Region in which this trunk's national numbers are read: the policy's, else the owner's. */
    public String numberRegion() {
        return policy.getString("region", ownersRegion());
    }

    /** True for a trunk that brings calls from WhatsApp: its numbers are those that people also write to. */
    public boolean carriesWhatsApp() {
        return Preset.WHATSAPP_CALLING.wireName().equals(policy.getString("preset"));
    }

    /** How its callers are handed over; null = as configured, also when what is stored is no such way. */
    public @Nullable Mode transferMode() {
        return policy.getValue("transferMode") instanceof String name
                ? Arrays.stream(Mode.values())
                        .filter(mode -> mode.wireName().equals(name))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /** Region of the owner. */
    String ownersRegion() {
        return region == null ? NO_REGION : region;
    }

    /** Without the password: records print themselves. */
    @Override
    public String toString() {
        return "SipAccount[" + id + " " + label + "]";
    }
}
