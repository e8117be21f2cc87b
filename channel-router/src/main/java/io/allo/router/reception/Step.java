// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What follows a message.
 *
 * @param text empty when there is nothing to say
 * @param tool to call before anything else, null for none
 */
record Step(Visit visit, String text, @Nullable String tool, Map<String, Object> arguments) {
    static Step say(Visit visit, String... texts) {
        return new Step(visit, String.join("\n\n", texts), null, Map.of());
    }

    static Step call(Visit visit, String text, String tool, Map<String, Object> arguments) {
        return new Step(visit, text, tool, arguments);
    }
}
