// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;

/** How people log in. */
@ConfigMapping(prefix = "allo.login")
public interface LoginConfig {
    /** Life of a person's token: whoever is logged out, or whose role is changed, is out of every service after this time at the latest. */
    @WithDefault("10m")
    Duration token();

    /** How long a login can be refreshed without a password. */
    @WithDefault("14d")
    Duration session();

    /**
     * Domain of the pages' cookie, where each service has a name of its own below one domain ({@code allo.example} for
     * {@code channels.allo.example}): one login for all pages. Not set: the cookie is for the host that was asked.
     */
    Optional<@Pattern(regexp = "[a-z0-9-]+(\\.[a-z0-9-]+)+") String> cookieDomain();

    /** Time in which attempts to log in are counted. */
    @WithDefault("15m")
    Duration window();

    /** Attempts for one e-mail address from one source within the window; five times as many from all sources together. */
    @WithDefault("10")
    @Min(1)
    int attempts();

    /** Attempts from one source within the window, whatever the address. */
    @WithDefault("100")
    @Min(1)
    int attemptsOfSource();

    /** Cost of bcrypt: each step doubles the time that a guess takes. */
    @WithDefault("12")
    @Min(4)
    @Max(16)
    int cost();
}
