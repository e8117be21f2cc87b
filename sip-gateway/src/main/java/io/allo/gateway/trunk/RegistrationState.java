// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an account's registration is.
 *
 * <pre>
 * Waiting ──lease──▶ Registering ──200──▶ Registered ──80 %──▶ (REGISTER) ──200──▶ Registered
 *    ▲                  │  ▲                  │
 *    └── lease lost     │  └─ 5 s … 60 s ── Unreachable ◀── silence, 5xx
 *                       └── 401, 403 ──▶ Rejected ── 30 min, or account changed ──▶ Registering
 * </pre>
 */
public sealed interface RegistrationState {

    Instant since();

    /** Name in events, API and metrics. */
    String wireName();

    /** Calls for the account reach us. */
    default boolean registered() {
        return false;
    }

    /** Another gateway holds it, or we are not ready. */
    record Waiting(Instant since) implements RegistrationState {
        @Override
        public String wireName() {
            return "unregistered";
        }
    }

    record Registering(Instant since) implements RegistrationState {
        @Override
        public String wireName() {
            return "registering";
        }
    }

    /** @param until end of the granted time */
    record Registered(Instant since, Instant until) implements RegistrationState {
        @Override
        public String wireName() {
            return "registered";
        }

        @Override
        public boolean registered() {
            return true;
        }
    }

    /** An alarm: only people can mend it. @param status of the registrar, 0 when our own side cannot */
    record Rejected(Instant since, int status, String detail) implements RegistrationState {
        @Override
        public String wireName() {
            return "rejected";
        }
    }

    /** @param status last of the registrar, 408 for silence, 0 when its name was not found */
    record Unreachable(Instant since, int status) implements RegistrationState {
        @Override
        public String wireName() {
            return "unreachable";
        }
    }

    /** Given up on purpose: the account went, or the gateway stops. */
    record Unregistered(Instant since) implements RegistrationState {
        @Override
        public String wireName() {
            return "unregistered";
        }
    }

    /** Last status of the registrar, null when there is none to tell. */
    default @Nullable Integer lastStatus() {
        int status = switch (this) {
            case Rejected rejected -> rejected.status();
            case Unreachable unreachable -> unreachable.status();
            case Waiting _, Registering _, Registered _, Unregistered _ -> 0;
        };
        return status == 0 ? null : status;
    }
}
