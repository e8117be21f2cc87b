// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The records of calls. */
@ConfigMapping(prefix = "allo.calls")
interface CallConfig {
    /** A call of which no end was told is shown as `abandoned` after this time; its end, told later, still counts. */
    @WithDefault("10m")
    Duration longest();

    /** How long what the gateway tells of a call is kept. */
    @WithDefault("400d")
    Duration keepLineFacts();
}
