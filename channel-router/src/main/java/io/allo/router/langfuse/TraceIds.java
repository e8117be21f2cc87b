// SPDX-License-Identifier: Apache-2.0
package io.allo.router.langfuse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of traces and spans. A conversation's are computed, so that every worker that holds it writes one and the same trace. */
final class TraceIds {
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    private TraceIds() {}

    static String trace(String conversationId) {
        return digest("trace", conversationId, TRACE_BYTES);
    }

    static String root(String conversationId) {
        return digest("root", conversationId, SPAN_BYTES);
    }

    static String span() {
        return "%016x".formatted(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }

    private static String digest(String kind, String conversationId, int bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((kind + ":" + conversationId).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
