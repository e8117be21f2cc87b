// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Why the kitchen is busy beside its orders. */
enum LoadType {
    @JsonProperty("dine_in")
    DINE_IN,
    @JsonProperty("phone")
    PHONE,
    @JsonProperty("incident")
    INCIDENT,
    @JsonProperty("prep_batch")
    PREP_BATCH,
    @JsonProperty("other")
    OTHER;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
