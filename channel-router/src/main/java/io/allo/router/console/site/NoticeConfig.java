// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Telling other programs of ended console sessions: each account its own or none. */
@ConfigMapping(prefix = "allo.console.webhook")
public interface NoticeConfig {

    /** By the account's id. */
    Map<String, Target> accounts();

    /** The program of one account. */
    interface Target {
        /** Where ended sessions are posted. */
        URI url();

        /** Key of the signature (HMAC-SHA256), at least 16 characters. Nothing is sent without it. */
        Optional<String> secret();
    }

    /** A session in which nothing was said for this long counts as ended. */
    @WithDefault("30m")
    Duration quiet();

    /** How often one session is told before it is given up. */
    @WithDefault("12")
    int tries();

    /** Pause after the first try in vain; each further one is twice as long, at most an hour. */
    @WithDefault("5s")
    Duration firstPause();

    /** How long the other program may take for its answer. */
    @WithDefault("10s")
    Duration timeout();
}
