// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an agent reaches its caller in writing during a call.
 *
 * @param whatsApp E.164 number of the account that writes on WhatsApp; null: none, or the agent may not
 * @param sms E.164 number of the account that writes SMS; null: none, or the agent may not
 * @param metaPhoneNumberId Meta's name for {@code whatsApp} where Meta carries it; null: Twilio does, unless the person has written
 *     to it by Meta
 * @param links beginnings of the {@code https} addresses that may be sent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReachSettings(
        @Nullable String whatsApp,
        @Nullable String sms,
        @Nullable String metaPhoneNumberId,
        List<String> links) {
    /** The agent only speaks. */
    public static final ReachSettings NONE = new ReachSettings(null, null, null, List.of());

    public ReachSettings {
        links = links == null ? List.of() : List.copyOf(links);
    }

    /** Is there any way to write to a caller? */
    public boolean able() {
        return whatsApp != null || sms != null;
    }
}
