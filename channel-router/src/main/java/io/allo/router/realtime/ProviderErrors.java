// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.router.conversation.VoiceEvent.Failure;
import java.util.Locale;
import java.util.Set;

/** What the provider's refusals mean for the call. Pure. Provider's words never leave here: they may hold the caller's. */
final class ProviderErrors {
    private static final Set<String> FATAL = Set.of(
            "insufficient_quota",
            "invalid_api_key",
            "account_deactivated",
            "billing_hard_limit_reached",
            "model_not_found",
            "authentication_error",
            "permission_error");
    private static final Set<String> BUSY =
            Set.of("rate_limit_exceeded", "rate_limit_error", "inference_rate_limit_exceeded", "too_many_requests");
    private static final Set<String> IGNORED = Set.of("response_cancel_not_active", "input_audio_buffer_commit_empty");

    private ProviderErrors() {}

    /** How an {@code error} event, or the error of a failed answer, is taken. */
    enum Meaning {
        /** Nothing has happened. */
        IGNORABLE,
        /** An answer is running already: ask again after it. */
        ANSWER_ACTIVE,
        /** The session is over. */
        EXPIRED,
        BUSY,
        FATAL,
        /** Something of what we sent was refused; the session goes on. */
        REFUSED
    }

    static Meaning of(JsonNode error) {
        String code = code(error);
        String message = error.path("message").asText().toLowerCase(Locale.ROOT);
        if (IGNORED.contains(code) || message.startsWith("cancellation failed")) {
            return Meaning.IGNORABLE;
        }
        if (code.equals("conversation_already_has_active_response")) {
            return Meaning.ANSWER_ACTIVE;
        }
        if (code.equals("session_expired") || message.contains("maximum duration")) {
            return Meaning.EXPIRED;
        }
        if (FATAL.contains(code)) {
            return Meaning.FATAL;
        }
        return BUSY.contains(code) ? Meaning.BUSY : Meaning.REFUSED;
    }

    /** The error's code, or its type where it has none; for logs. */
    static String code(JsonNode error) {
        String code = error.path("code").asText("");
        return code.isEmpty() || code.equals("null") ? error.path("type").asText("unknown") : code;
    }

    static Failure failure(Meaning meaning, String what) {
        Failure.Kind kind = switch (meaning) {
            case FATAL, REFUSED -> Failure.Kind.FATAL;
            case BUSY -> Failure.Kind.BUSY;
            case IGNORABLE, ANSWER_ACTIVE, EXPIRED -> Failure.Kind.RETRY;
        };
        return new Failure(kind, what);
    }

    /** The handshake was refused with this HTTP status. */
    static Failure refused(int status) {
        Failure.Kind kind = switch (status) {
            case 429 -> Failure.Kind.BUSY;
            case 408 -> Failure.Kind.RETRY;
            default -> status >= 500 ? Failure.Kind.RETRY : Failure.Kind.FATAL;
        };
        return new Failure(kind, "the handshake was refused with " + status);
    }
}
