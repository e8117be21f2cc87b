// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A server did not answer as it should. Its text holds no words of the conversation: a server's own message may. */
final class ChatFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What went wrong, and whether asking again may help. */
    enum Kind {
        /** 401, 403. */
        CREDENTIALS(false),
        /** 404. */
        UNKNOWN_MODEL(false),
        /** The request itself: 400, 422, redirects. */
        REJECTED(false),
        /** Nothing left to spend. */
        QUOTA(false),
        /** 429. */
        BUSY(true),
        /** 408, 409, 5xx, an error within the stream. */
        SERVER(true),
        /** No connection. */
        UNREACHABLE(true),
        /** The connection was lost before the answer: mostly one that had been kept, and that the server gave up. */
        LOST(true),
        /** The connection was lost within the answer. */
        CUT(true),
        /** Neither words nor tools. */
        EMPTY(true),
        /** No piece for too long. */
        SILENT(false),
        /** Not what the protocol says. */
        GARBAGE(false),
        /** The server's own filter. */
        FILTERED(false),
        /** Tool calls with broken arguments, again and again. */
        BROKEN_CALLS(false);

        private final boolean passes;

        Kind(boolean passes) {
            this.passes = passes;
        }
    }

    private final Kind kind;
    private final @Nullable Boolean serverSays;
    private final transient @Nullable Duration retryAfter;

    ChatFailure(Kind kind, String detail) {
        this(kind, detail, null, null);
    }

    /**
     * @param serverSays the server's own word on whether to ask again
     * @param retryAfter when
     */
    ChatFailure(Kind kind, String detail, @Nullable Boolean serverSays, @Nullable Duration retryAfter) {
        super(kind.name().toLowerCase(Locale.ROOT) + ": " + detail, null, false, false);
        this.kind = kind;
        this.serverSays = serverSays;
        this.retryAfter = retryAfter;
    }

    Kind kind() {
        return kind;
    }

    boolean worthRetrying() {
        return serverSays == null ? kind.passes : serverSays;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
