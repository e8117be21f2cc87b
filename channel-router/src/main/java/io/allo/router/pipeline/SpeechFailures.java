// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.router.conversation.VoiceEvent.Failure;
import io.vertx.core.http.UpgradeRejectedException;

/** Sorts what goes wrong with a speech service by what may help. */
final class SpeechFailures {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;

    private SpeechFailures() {}

    static Failure.Kind ofStatus(int status) {
        if (status == TOO_MANY_REQUESTS) {
            return Failure.Kind.BUSY;
        }
        boolean ours = status >= 400 && status < 500 && status != REQUEST_TIMEOUT;
        return ours ? Failure.Kind.FATAL : Failure.Kind.RETRY;
    }

    /** A connection that could not be made. */
    static Failure ofConnecting(Throwable failure, String reasonHeader) {
        if (failure instanceof UpgradeRejectedException refused) {
            String reason =
                    refused.getHeaders() == null ? null : refused.getHeaders().get(reasonHeader);
            return new Failure(
                    ofStatus(refused.getStatus()),
                    "refused with " + refused.getStatus() + (reason == null ? "" : " (" + reason + ")"));
        }
        return new Failure(Failure.Kind.RETRY, "not reached: " + failure);
    }
}
