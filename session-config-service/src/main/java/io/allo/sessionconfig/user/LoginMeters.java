// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.sessionconfig.user.Logins.TooManyAttemptsException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAuthorizedException;
import org.jspecify.annotations.Nullable;

/**
 * {@code allo_logins_total{way="password|openid",outcome="entered|refused|limited|failed"}}: a rise of what is refused is somebody who
 * guesses. Any thread.
 */
@Singleton
class LoginMeters {
    private final MeterRegistry meters;

    LoginMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param failure null: somebody came in */
    void byPassword(@Nullable Throwable failure) {
        String outcome = switch (failure) {
            case null -> "entered";
            case NotAuthorizedException _ -> "refused";
            case TooManyAttemptsException _ -> "limited";
            default -> "failed";
        };
        count("password", outcome);
    }

    void byOpenId(boolean entered) {
        count("openid", entered ? "entered" : "refused");
    }

    private void count(String way, String outcome) {
        meters.counter("allo.logins", "way", way, "outcome", outcome).increment();
    }
}
