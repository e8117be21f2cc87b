// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How one model is asked.
 *
 * @param model what the server calls it
 * @param usageInStream whether its server tells what an answer cost
 * @param extra further fields of the request, each a JSON value
 */
record ModelSettings(
        String model,
        String maxTokensField,
        OptionalInt maxTokens,
        OptionalDouble temperature,
        boolean usageInStream,
        Map<String, String> extra) {

    /** A model without settings of its own. */
    static ModelSettings plain(String model) {
        return new ModelSettings(
                model, "max_completion_tokens", OptionalInt.empty(), OptionalDouble.empty(), true, Map.of());
    }

    static ModelSettings of(String name, ChatConfig.Model configured) {
        return new ModelSettings(
                configured.model().orElse(name),
                configured.maxTokensField(),
                configured.maxTokens(),
                configured.temperature(),
                configured.usageInStream(),
                configured.extra());
    }
}
