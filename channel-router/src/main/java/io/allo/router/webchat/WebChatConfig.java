// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The web chat. */
@ConfigMapping(prefix = "allo.webchat")
public interface WebChatConfig {

    /**
     * Origins whose pages may open the chat, for example {@code https://www.pizzeria.example}; {@code *} for all. Absent: only
     * pages of this host.
     */
    Optional<Set<String>> allowedOrigins();

    /** Web token of the agent for {@code POST /chat} without {@code X-Tenant-Key}, and of the demo page. */
    @WithDefault("demo")
    String defaultAgent();

    /** Longest message that a person may send. Unit: characters. */
    @WithDefault("500")
    int maxCharacters();

    /** Messages that one connection may send within {@link #window}. */
    @WithDefault("20")
    int maxMessages();

    /** See {@link #maxMessages}. */
    @WithDefault("10s")
    Duration window();

    /** Open sockets and streams in all; more are refused with 503. */
    @WithDefault("5000")
    int maxConnections();

    /** Sockets and streams that may follow one conversation. */
    @WithDefault("8")
    int maxFollowers();

    /** A stream on which nothing happened for this long is closed. */
    @WithDefault("15m")
    Duration streamIdle();

    /** Messages of the past that a page gets back after a reload. */
    @WithDefault("100")
    int replayed();
}
