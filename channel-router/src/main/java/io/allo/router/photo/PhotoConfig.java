// SPDX-License-Identifier: Apache-2.0
package io.allo.router.photo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Who looks at photos and documents. */
@ConfigMapping(prefix = "allo.photos")
public interface PhotoConfig {

    /** Key of the server. Absent: photos and documents are declined politely. */
    Optional<String> apiKey();

    /** Server with OpenAI's {@code /chat/completions}. */
    @WithDefault("https://api.openai.com/v1")
    URI baseUrl();

    /** A model that sees. */
    @WithDefault("gpt-4o-mini")
    String model();

    /** A larger file is not looked at. Unit: bytes. */
    @WithDefault("5242880")
    int maxBytes();

    /** Limit of one look. */
    @WithDefault("20s")
    Duration timeout();
}
