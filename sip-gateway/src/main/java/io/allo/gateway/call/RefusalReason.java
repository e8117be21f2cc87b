// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import io.allo.contracts.EndReason.Category;
import java.util.Set;

/** Why an INVITE did not become a call: the same word in log, event, metric, ladder and explanation. */
public enum RefusalReason {
    OVERLOADED(503, EndReason.OVERLOADED),
    SHUTDOWN(503, EndReason.SHUTDOWN),
    /** The source calls too often, or too many of its calls live. */
    SOURCE_LIMIT(503, Category.CALLER, "source-limit"),
    /** Too many new calls a second by this SIP account. */
    ACCOUNT_RATE(503, Category.CALLER, "account-rate"),
    /** Too many live calls of this SIP account. */
    ACCOUNT_LIMIT(486, Category.CALLER, "account-limit"),
    /** No SIP account fits, and strangers are not served. */
    UNKNOWN_ACCOUNT(403, Category.CALLER, "unknown-account"),
    /** The called account is known, but this source is not one of its own. */
    UNTRUSTED_SOURCE(403, Category.CALLER, "untrusted-source"),
    /** Credentials are asked for: no refusal yet. */
    CHALLENGED(401, Category.CALLER, "challenged"),
    /** The credentials are wrong. */
    WRONG_CREDENTIALS(403, Category.CALLER, "wrong-credentials"),
    /** The source is banned for a while: it hears nothing. */
    BANNED(0, Category.CALLER, "banned"),
    MALFORMED(400, Category.CALLER, "malformed"),
    UNSUPPORTED_MEDIA_TYPE(415, Category.CALLER, "unsupported-media-type"),
    UNSUPPORTED_URI_SCHEME(416, Category.CALLER, "unsupported-uri-scheme"),
    UNSUPPORTED_EXTENSION(420, Category.CALLER, "unsupported-extension"),
    SESSION_TIMER_TOO_SHORT(422, Category.CALLER, "session-timer-too-short"),
    /** The same INVITE came by another way (RFC 3261 8.2.2.2). */
    MERGED_REQUEST(482, Category.UPSTREAM, "merged-request"),
    TOO_MANY_HOPS(483, Category.UPSTREAM, "too-many-hops"),
    /** The caller takes no answer that we could give. */
    NOT_ACCEPTABLE(406, Category.CALLER, "not-acceptable"),
    UNSUPPORTED_VERSION(505, Category.CALLER, "unsupported-version"),
    /** It would stand in the place of a call that is not here (RFC 3891). */
    REPLACES_NOBODY(481, Category.CALLER, "replaces-nobody"),
    /** It would stand in the place of somebody else's call. */
    REPLACES_A_STRANGER(403, Category.CALLER, "replaces-a-stranger"),
    /** A fault of ours. */
    FAILED(500, EndReason.FAILED);

    private static final Set<Integer> SEVERAL_REASONS = Set.of(403, 503);

    private final int status;
    private final EndReason endReason;

    RefusalReason(int status, Category category, String slug) {
        this(status, new EndReason(category, slug));
    }

    RefusalReason(int status, EndReason endReason) {
        this.status = status;
        this.endReason = endReason;
    }

    /** SIP status; 0 for silence. */
    public int status() {
        return status;
    }

    public EndReason endReason() {
        return endReason;
    }

    /** The reason that goes with a status of the checks every request passes. */
    public static RefusalReason ofStatus(int status) {
        for (RefusalReason reason : values()) {
            if (reason.status == status && !SEVERAL_REASONS.contains(status)) {
                return reason;
            }
        }
        return MALFORMED;
    }
}
