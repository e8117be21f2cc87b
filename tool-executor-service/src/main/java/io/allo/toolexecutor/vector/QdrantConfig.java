// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.vector;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where vectors are kept; the server's address is {@code ALLO_QDRANT_URL} or {@code QDRANT_URL}. */
@ConfigMapping(prefix = "allo.qdrant")
interface QdrantConfig {
    /** Its key, if it has one. Also {@code QDRANT_API_KEY}. */
    Optional<String> apiKey();

    /** The collection; made at first use. Another embeddings model needs another one. */
    @WithDefault("allo_knowledge")
    String collection();

    /** Limit of one request of a search. */
    @WithDefault("2s")
    Duration timeout();
}
