// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What shall be true within a time.
 *
 * @param said each stands in the agent's words in the record, whatever the case
 * @param heard each stands in what was understood of the caller
 * @param tools called with success, in this order, others between them
 * @param end end reason of the conversation, {@code category/slug}
 * @param spoken so much voice of the agent was heard at least
 */
record Expectation(
        List<String> said,
        List<String> heard,
        List<String> tools,
        @Nullable String end,
        List<State> state,
        @Nullable Duration spoken,
        @Nullable Budget latency,
        Duration within) {
    Expectation {
        said = List.copyOf(said);
        heard = List.copyOf(heard);
        tools = List.copyOf(tools);
        state = List.copyOf(state);
    }

    boolean needsRecord() {
        return !said.isEmpty() || !heard.isEmpty() || !tools.isEmpty() || end != null;
    }

    /**
     * The answer of a GET.
     *
     * @param url with {@code ${…}} of {@link Doors}
     * @param pointer JSON pointer (RFC 6901)
     */
    record State(String url, String pointer, JsonNode equal) {}

    /** From the caller's last voiced packet to the agent's first, at the caller's end; null: any. */
    record Budget(@Nullable Duration p50, @Nullable Duration p95) {}
}
