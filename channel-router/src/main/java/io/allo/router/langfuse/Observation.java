// SPDX-License-Identifier: Apache-2.0
package io.allo.router.langfuse;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One span of a trace.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param parentId null for the root
 * @param attributes Langfuse's keys; values are text, or a list of text
 */
record Observation(
        String traceId,
        String spanId,
        @Nullable String parentId,
        String name,
        Instant start,
        Instant end,
        Map<String, Object> attributes) {}
