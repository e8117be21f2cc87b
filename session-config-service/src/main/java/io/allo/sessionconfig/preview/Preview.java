// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.preview;

import io.allo.contracts.session.SessionConfig.ToolDefinition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a contact would meet.
 *
 * @param composedBy {@code agent}: by its own prompt; {@code allo}: from the data of its restaurant or calendar; {@code server}: by the
 *     customer's server at {@code sessionUrl}, which is not asked here
 * @param prompt null when a server composes it
 * @param greeting instruction for the first turn, or the text itself in a chat
 * @param context what tools know when the conversation begins
 */
record Preview(
        String composedBy,
        @Nullable String sessionUrl,
        String model,
        String voice,
        List<String> languages,
        @Nullable String prompt,
        String greeting,
        List<ToolDefinition> tools,
        Map<String, Object> context) {}
