// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sms;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** SMS by Twilio; the account is in {@code allo.twilio}. */
@ConfigMapping(prefix = "allo.sms")
public interface SmsConfig {

    /** How long the webhook's response waits for the answer; Twilio gives up at 15 s. */
    @WithDefault("10s")
    Duration patience();

    /** Longest answer that goes as one message; a longer one is cut into several. Unit: segments, each is paid for. */
    @WithDefault("6")
    int maxSegments();
}
