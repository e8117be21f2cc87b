// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How the messages are answered that Vapi sends for an agent; null = as the router is configured for the called number.
 *
 * @param mode {@code classic}: we say each sentence; {@code server}: Vapi's model speaks, with our session and tools
 * @param secret what Vapi proves itself with for this agent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VapiSettings(@Nullable String mode, @Nullable String secret) {
    /** As the router is configured. */
    public static final VapiSettings DEFAULT = new VapiSettings(null, null);
}
