// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.vector;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Who turns texts into vectors; the server's address is {@code ALLO_EMBEDDINGS_URL}. */
@ConfigMapping(prefix = "allo.embeddings")
interface EmbeddingsConfig {
    /** Its key; a server of one's own may need none. */
    Optional<String> apiKey();

    /** Its model. Texts and questions must have the same. */
    @WithDefault("text-embedding-3-small")
    String model();

    /** Length of its vectors; asked for, and what a collection is made for. */
    @WithDefault("1536")
    int dimensions();

    /** Limit of one request for a question; a caller waits meanwhile. */
    @WithDefault("2s")
    Duration timeout();
}
