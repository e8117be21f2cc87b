// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What an agent asks of the models that talk for it; null = as the router is configured.
 *
 * @param vadThreshold speech-to-speech model: how loud speech has to be, 0 to 1
 * @param vadSilenceMs … and the silence that ends a turn
 * @param vadPrefixPaddingMs … and the audio kept from before the speech
 * @param temperature chat model, 0 to 2
 * @param timezone of an agent without a session of its own, for example {@code Europe/Paris}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelTuning(
        @Nullable Double vadThreshold,
        @Nullable Integer vadSilenceMs,
        @Nullable Integer vadPrefixPaddingMs,
        @Nullable Double temperature,
        @Nullable String timezone) {
    /** All as the router is configured. */
    public static final ModelTuning DEFAULT = new ModelTuning(null, null, null, null, null);
}
