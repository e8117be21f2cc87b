// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Calls from a browser. */
@ConfigMapping(prefix = "allo.webvoice")
public interface BrowserVoiceConfig {

    /**
     * Origins whose pages may call, for example {@code https://www.pizzeria.example}; {@code *} for all. Absent: only pages of
     * this host.
     */
    Optional<Set<String>> allowedOrigins();
}
