// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What an agent's calls to others do when an answering machine takes them; null = as the router is configured, or, with a message,
 * leave it.
 *
 * @param action {@code hang-up leave-message go-on off}
 * @param message spoken after the beep
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VoicemailSettings(
        @Nullable String action, @Nullable String message) {
    /** As the router is configured. */
    public static final VoicemailSettings DEFAULT = new VoicemailSettings(null, null);
}
