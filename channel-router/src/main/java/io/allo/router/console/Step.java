// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.vertx.core.json.JsonObject;

/**
 * One thing that was done with a segment, for whoever asks why.
 *
 * @param agent {@code context_analyzer}, {@code question_generator}, {@code knowledge_search}
 * @param status {@code success}, {@code need_more_info}, {@code error} or {@code pending}
 */
record Step(
        String agent,
        String action,
        JsonObject input,
        JsonObject output,
        String status,
        double confidence,
        long milliseconds) {}
