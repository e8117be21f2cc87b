// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Why a call or conversation ended. Exactly one per call, the same in event, log, metric and record.
 *
 * @param category who or what caused the end
 * @param slug short machine name in kebab case, for example {@code agent-hangup}
 */
public record EndReason(
        @JsonProperty("category") Category category,
        @JsonProperty("slug") String slug) {

    /** Who or what caused the end. */
    public enum Category {
        SUCCESS,
        CALLER,
        UPSTREAM,
        SERVER,
        INDETERMINATE;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Category of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    public static final EndReason AGENT_HANGUP = new EndReason(Category.SUCCESS, "agent-hangup");
    public static final EndReason CALLER_HANGUP = new EndReason(Category.SUCCESS, "caller-hangup");
    public static final EndReason TRANSFERRED = new EndReason(Category.SUCCESS, "transferred");
    public static final EndReason CANCELLED = new EndReason(Category.CALLER, "cancelled");
    public static final EndReason CALLER_REJECTED = new EndReason(Category.CALLER, "rejected");
    /** The business takes no calls from this number. */
    public static final EndReason BLOCKED = new EndReason(Category.CALLER, "blocked");

    public static final EndReason UNKNOWN_CALLEE = new EndReason(Category.CALLER, "unknown-callee");
    public static final EndReason NO_COMMON_CODEC = new EndReason(Category.CALLER, "no-common-codec");
    public static final EndReason NO_ACK = new EndReason(Category.CALLER, "no-ack");
    /** Nobody refreshed the timed session (RFC 4028). */
    public static final EndReason SESSION_EXPIRED = new EndReason(Category.CALLER, "session-expired");
    /** The peer does not know the dialog any more, or does not answer in it. */
    public static final EndReason PEER_LOST = new EndReason(Category.CALLER, "peer-lost");

    public static final EndReason MEDIA_TIMEOUT = new EndReason(Category.CALLER, "media-timeout");
    public static final EndReason MAX_DURATION = new EndReason(Category.SUCCESS, "max-duration");
    public static final EndReason NO_WORKER = new EndReason(Category.SERVER, "no-worker");
    public static final EndReason WORKER_LOST = new EndReason(Category.SERVER, "worker-lost");
    public static final EndReason GATEWAY_LOST = new EndReason(Category.SERVER, "gateway-lost");
    public static final EndReason OVERLOADED = new EndReason(Category.SERVER, "overloaded");
    public static final EndReason SHUTDOWN = new EndReason(Category.SERVER, "shutdown");
    public static final EndReason FAILED = new EndReason(Category.SERVER, "failed");
    public static final EndReason BUSY = new EndReason(Category.UPSTREAM, "busy");
    public static final EndReason NO_ANSWER = new EndReason(Category.UPSTREAM, "no-answer");
    public static final EndReason DECLINED = new EndReason(Category.UPSTREAM, "declined");
    public static final EndReason NOT_REACHED = new EndReason(Category.UPSTREAM, "not-reached");
    public static final EndReason DIAL_REFUSED = new EndReason(Category.SERVER, "dial-refused");
    /** An answering machine took a call of ours, and nothing was said to it. */
    public static final EndReason ANSWERING_MACHINE = new EndReason(Category.SUCCESS, "answering-machine");
    /** … and the message was left there. */
    public static final EndReason VOICEMAIL_LEFT = new EndReason(Category.SUCCESS, "voicemail-left");

    public static final EndReason IDLE = new EndReason(Category.SUCCESS, "idle");

    public EndReason {
        requireNonNull(category, "category");
        requireNonNull(slug, "slug");
    }

    /** {@code category/slug}, the form used in logs and metrics. */
    @Override
    public String toString() {
        return category.wireName() + "/" + slug;
    }
}
