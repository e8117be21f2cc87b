// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.pricing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Rates of one model in the base currency; null where a model is not billed by that.
 *
 * @param textInput per million text tokens in
 * @param textOutput per million text tokens out
 * @param audioInput per million audio tokens in
 * @param audioOutput per million audio tokens out
 * @param cachedTextInput per million text tokens in that the server had cached; null: as the others
 * @param cachedAudioInput per million audio tokens in that the server had cached; null: as the others
 * @param audioPerMinute per minute of transcribed audio
 * @param perThousandCharacters per thousand characters of spoken text
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelPrice(
        @Nullable BigDecimal textInput,
        @Nullable BigDecimal textOutput,
        @Nullable BigDecimal audioInput,
        @Nullable BigDecimal audioOutput,
        @Nullable BigDecimal cachedTextInput,
        @Nullable BigDecimal cachedAudioInput,
        @Nullable BigDecimal audioPerMinute,
        @Nullable BigDecimal perThousandCharacters) {

    /** A model that is billed by tokens. */
    public static ModelPrice ofTokens(String textInput, String textOutput, String audioInput, String audioOutput) {
        return new ModelPrice(
                new BigDecimal(textInput),
                new BigDecimal(textOutput),
                new BigDecimal(audioInput),
                new BigDecimal(audioOutput),
                null,
                null,
                null,
                null);
    }
}
