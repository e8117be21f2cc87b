// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a live transcript. The same id again replaces it.
 *
 * @param id {@code turn-<number>} or {@code tool-<number>}
 * @param role {@code user agent human tool}
 * @param text what was said; of a tool its name
 * @param heard what the person heard of it before interrupting
 * @param latencyMs how long he waited for it; of a tool, how long it took
 * @param outcome of a tool: {@code success refused unknown unavailable}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record Line(
        String id,
        String role,
        String text,
        @Nullable String heard,
        Instant at,
        @Nullable Long latencyMs,
        @Nullable String outcome) {}
