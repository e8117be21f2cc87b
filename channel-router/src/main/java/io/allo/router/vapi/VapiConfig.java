// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vapi;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Calls by Vapi. */
@ConfigMapping(prefix = "allo.vapi")
public interface VapiConfig {

    /** Called number of messages that name none, E.164. */
    Optional<String> number();

    /** What Vapi sends as {@code X-Vapi-Secret}, as bearer token, or signs with. Absent: everybody is trusted (development only). */
    Optional<String> secret();

    /** The model that Vapi is told to use where it speaks itself ({@code server}). */
    @WithDefault("gpt-4o-mini")
    String model();

    /** How long after the status {@code ended} a call's report may come; then the record is closed without it. */
    @WithDefault("20s")
    Duration reportPatience();

    /** A larger message is refused (413). Unit: bytes. */
    @WithDefault("1000000")
    int maxBodySize();

    /** Settings of one called number, E.164 as key; an agent's own ({@code vapi} of its configuration) win. */
    Map<String, Line> lines();

    /** One called number. */
    interface Line {

        /** {@code classic}: we say each sentence. {@code server}: Vapi's model speaks, with our session and tools. */
        @WithDefault("classic")
        Mode mode();

        /** Its own secret instead of the common one. */
        Optional<String> secret();
    }

    /** Who speaks. */
    enum Mode {
        CLASSIC,
        SERVER
    }
}
