// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.contracts.EndReason;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What becomes of a call that our gateway places, in Twilio's words. */
@Singleton
class CallStatuses {
    private static final Logger LOG = Logger.getLogger(CallStatuses.class);
    /** The call may ring before its id is stored with its session. */
    private static final Duration SOON = Duration.ofMillis(300);

    private static final int TRIES = 6;

    private final CallDesk calls;

    CallStatuses(CallDesk calls) {
        this.calls = calls;
    }

    /** Told to the session and to whoever watches it; never fails. */
    void tell(String callSid, String status, @Nullable Integer seconds) {
        told(callSid, status, seconds, TRIES)
                .subscribe()
                .with(_ -> {}, failure -> LOG.warnf("A call's status is lost: %s", failure.toString()));
    }

    private Uni<Boolean> told(String callSid, String status, @Nullable Integer seconds, int tries) {
        return calls.changed(callSid, status, seconds)
                .chain(ours -> ours || tries == 0
                        ? Uni.createFrom().item(ours)
                        : Uni.createFrom()
                                .voidItem()
                                .onItem()
                                .delayIt()
                                .by(SOON)
                                .chain(() -> told(callSid, status, seconds, tries - 1)));
    }

    /** Of a call that was never answered. */
    static String of(@Nullable EndReason reason) {
        return switch (reason == null ? "" : reason.slug()) {
            case "busy", "declined" -> "busy";
            case "no-answer" -> "no-answer";
            case "agent-hangup", "cancelled" -> "canceled";
            default -> "failed";
        };
    }
}
