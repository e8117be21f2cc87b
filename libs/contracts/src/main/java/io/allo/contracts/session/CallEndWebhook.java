// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /internal/agents/{agentId}/call-end-webhook}: where an agent's conversations are told when they are over.
 *
 * @param url the agent's {@code onCallEndWebhook}; null when it has none
 * @param key sent there as {@code X-API-Key}: the key of {@code externalSessionUrl} when both have one origin, else null
 * @param transcript who gets the words by e-mail
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CallEndWebhook(@Nullable String url, @Nullable String key, TranscriptMail transcript) {

    /** Nobody is told. */
    public static final CallEndWebhook NONE = new CallEndWebhook(null, null);

    public CallEndWebhook {
        transcript = transcript == null ? TranscriptMail.NONE : transcript;
    }

    /** No e-mail. */
    public CallEndWebhook(@Nullable String url, @Nullable String key) {
        this(url, key, TranscriptMail.NONE);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "CallEndWebhook[" + (url == null ? "none" : "set") + "]";
    }
}
