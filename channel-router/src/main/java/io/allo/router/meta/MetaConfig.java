// SPDX-License-Identifier: Apache-2.0
package io.allo.router.meta;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** WhatsApp by Meta's Cloud API. */
@ConfigMapping(prefix = "allo.meta")
public interface MetaConfig {

    /** App secret: signs the webhook. Absent: every delivery is refused. */
    Optional<String> appSecret();

    /** The word that Meta repeats when the webhook is set up. Absent: it cannot be set up. */
    Optional<String> verifyToken();

    /** Sends answers. Absent: answers cannot be sent and are kept. */
    Optional<String> accessToken();

    /** The Graph API with its version. */
    @WithDefault("https://graph.facebook.com/v23.0")
    URI graphUrl();

    /** How long a request to the Graph API may take before its outcome counts as unknown. */
    @WithDefault("10s")
    Duration apiTimeout();

    /** A larger delivery is refused (413). Unit: bytes. */
    @WithDefault("1048576")
    int maxBodySize();

    /** The approved template (its one variable is the answer) for an answer later than 24 hours. Absent: not sent. */
    Optional<String> template();

    /** Language of the template. */
    @WithDefault("fr")
    String templateLanguage();
}
