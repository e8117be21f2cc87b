// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server as the management API shows it.
 *
 * @param headers values masked
 * @param tools names as the model sees them
 * @param listedAt when it was last asked
 * @param lastError what kept it from telling then; its tools of before stand
 */
public record McpServerView(
        UUID id,
        String name,
        String url,
        Map<String, String> headers,
        @JsonProperty("isEnabled") boolean enabled,
        List<String> tools,
        Instant listedAt,
        @Nullable String lastError) {}
