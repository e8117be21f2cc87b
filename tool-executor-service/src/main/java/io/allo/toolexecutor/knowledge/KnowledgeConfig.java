// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of what a business knows. */
@ConfigMapping(prefix = "allo.knowledge")
interface KnowledgeConfig {
    /** How passages are found: by their words, or by words and meaning. */
    enum Store {
        POSTGRES,
        QDRANT
    }

    /** {@code postgres}, or {@code qdrant} beside it: see {@code allo.qdrant.*} and {@code allo.embeddings.*}. */
    @WithDefault("postgres")
    Store store();

    /** A passage whose vector is farther away (cosine) is not found by it. What is suitable depends on the embeddings model. */
    @WithDefault("0.45")
    double vectorScore();

    /** How often new and changed documents are looked for. */
    @WithDefault("5s")
    Duration vectorInterval();

    /** A passage found with less confidence (0 to 1) is no answer. */
    @WithDefault("0.4")
    double confidence();

    /** Most documents of an account. */
    @WithDefault("500")
    int mostDocuments();

    /** Time for a web page to be fetched. */
    @WithDefault("10S")
    Duration pageTimeout();

    /** How long a question that nothing answered is kept after it was last asked. */
    @WithDefault("90D")
    Duration keepQuestions();
}
