// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.twilio.CallWatch;
import io.allo.router.twilio.FormBody;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Twilio's status callbacks of the console's calls. One that comes before its call is known here is looked at again a little later. */
@Singleton
class ConsoleCallWatch implements CallWatch {
    private static final Logger LOG = Logger.getLogger(ConsoleCallWatch.class);
    private static final Set<String> STATUSES =
            Set.of("initiated", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled");

    private static final Duration SOON = Duration.ofMillis(700);

    private final CallDesk calls;

    ConsoleCallWatch(CallDesk calls) {
        this.calls = calls;
    }

    @Override
    public Uni<Boolean> changed(FormBody callback) {
        String sid = callback.value("CallSid");
        String status = callback.value("CallStatus");
        if (!STATUSES.contains(status) || sid.isBlank() || sid.length() > 64) {
            return Uni.createFrom().item(false);
        }
        Integer duration = seconds(callback.value("CallDuration"));
        return calls.changed(sid, status, duration)
                .chain(ours -> ours || !callback.value("Direction").startsWith("outbound")
                        ? Uni.createFrom().item(ours)
                        : Uni.createFrom()
                                .voidItem()
                                .onItem()
                                .delayIt()
                                .by(SOON)
                                .chain(() -> calls.changed(sid, status, duration)))
                .onFailure()
                .invoke(failure -> LOG.warnf("A call's status is lost: %s", failure.toString()))
                .onFailure()
                .recoverWithItem(false);
    }

    private static @Nullable Integer seconds(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : null;
    }
}
