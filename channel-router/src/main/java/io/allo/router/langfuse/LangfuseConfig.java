// SPDX-License-Identifier: Apache-2.0
package io.allo.router.langfuse;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Traces in Langfuse; off without both keys. */
@ConfigMapping(prefix = "allo.langfuse")
public interface LangfuseConfig {

    /** Langfuse's address, without a path. */
    @WithDefault("https://cloud.langfuse.com")
    URI baseUrl();

    /** {@code pk-lf-…}. */
    Optional<String> publicKey();

    /** {@code sk-lf-…}. */
    Optional<String> secretKey();

    /** Shown as the environment of each trace: lower case letters, digits, {@code -} and {@code _}. */
    Optional<String> environment();

    /** False: no words, arguments or results leave, masked or not; times, tokens and costs do. */
    @WithDefault("true")
    boolean content();

    /** Observations that may wait; beyond it the oldest are dropped and counted. */
    @WithDefault("5000")
    int queue();

    /** How often waiting observations are sent. */
    @WithDefault("2s")
    Duration flushEvery();

    /** How long one request may take. */
    @WithDefault("5s")
    Duration timeout();
}
