// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.delivery;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

enum TripAction {
    @JsonProperty("start")
    START,
    @JsonProperty("deliver_stop")
    DELIVER_STOP,
    @JsonProperty("complete")
    COMPLETE,
    @JsonProperty("cancel")
    CANCEL;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
