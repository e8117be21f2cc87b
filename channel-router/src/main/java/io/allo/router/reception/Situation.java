// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where and when a message is answered.
 *
 * @param tools names of those that the session has
 * @param links addresses that may be sent to a caller
 * @param voice it is heard and spoken: numbers and addresses in words
 * @param frenchOnly the agent speaks nothing else: English is refused
 * @param line E.164 number that the channel vouches for, null where there is none
 * @param zone of the business
 */
record Situation(
        Phrases phrases,
        String language,
        Set<String> tools,
        List<String> links,
        boolean voice,
        boolean frenchOnly,
        @Nullable String line,
        ZoneId zone,
        Instant now) {

    LocalDate today() {
        return LocalDate.ofInstant(now, zone);
    }

    String say(String key, String... parts) {
        return phrases.say(key, parts);
    }

    boolean has(String key, String text) {
        return phrases.has(key, text);
    }

    Wish wish(String text) {
        return Wish.of(text, phrases, today());
    }
}
