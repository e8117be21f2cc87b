// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.allo.toolexecutor.door.ApiException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What came of a call, the most important first: a record only ever gets a more important one, unless somebody corrects it. */
enum CallOutcome {
    @JsonProperty("transferred")
    TRANSFERRED,
    @JsonProperty("order_placed")
    ORDER_PLACED,
    @JsonProperty("reservation_placed")
    RESERVATION_PLACED,
    @JsonProperty("message_left")
    MESSAGE_LEFT,
    @JsonProperty("error")
    ERROR,
    @JsonProperty("info_only")
    INFO_ONLY,
    @JsonProperty("abandoned")
    ABANDONED,
    @JsonProperty("in_progress")
    IN_PROGRESS;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** 400 with what was expected when it is no outcome. */
    static CallOutcome of(String wireName) {
        return Arrays.stream(values())
                .filter(value -> value.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> ApiException.badRequest("unknown outcome (expected: one of "
                        + Arrays.stream(values()).map(CallOutcome::wireName).collect(Collectors.joining(", "))
                        + ")"));
    }

    /** The more important of the two. */
    CallOutcome or(CallOutcome other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
