// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** WhatsApp by Twilio; the account is in {@code allo.twilio}. */
@ConfigMapping(prefix = "allo.whatsapp")
public interface WhatsAppConfig {

    /** How long the webhook's response waits for the answer; Twilio gives up at 15 s. */
    @WithDefault("10s")
    Duration patience();

    /** {@code HX…}: the approved template (its one variable is the answer) for an answer later than 24 hours. Absent: not sent. */
    Optional<String> templateSid();

    /**
     * {@code HX…} by number of options, 2 to 10: content with buttons or a list, whose variable 1 is the text and 2, 3 … the
     * options, with the ids 1, 2 …; for answers that number their options. Absent: those are plain text.
     */
    Map<Integer, String> choices();
}
