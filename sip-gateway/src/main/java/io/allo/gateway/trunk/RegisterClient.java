// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.trunk.Trunk;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Sends what keeps an account reachable. Implemented in {@code signaling}. Any thread; returns at once, also over TCP and TLS. */
public interface RegisterClient {

    /** Our Contact URI towards this server, without parameters of the registration. */
    String contact(Trunk trunk, SipTarget target);

    /** One REGISTER, its digest answered; the outcome is told once, on any thread, at the latest after 64*T1. */
    void register(Attempt attempt, Consumer<Outcome> outcome);

    /** One OPTIONS; hears the final status, 408 for silence. */
    void ping(Trunk trunk, SipTarget target, IntConsumer status);

    /** CRLFCRLF: keeps the address translator's door and the TCP connection open (RFC 5626 3.5.1). */
    void keepAlive(SipTarget target);

    /** Drops what is remembered of an account: Call-ID, nonce, the registrar's Service-Route. */
    void forget(int sipAccountId);

    /**
     * @param expires asked registration time, zero to un-register
     * @param formerContact Contact URI of the gateway that held the registration before, to be removed in the same request
     */
    record Attempt(Trunk trunk, SipTarget target, Duration expires, Optional<String> formerContact) {
        public Attempt {
            requireNonNull(trunk, "trunk");
            requireNonNull(target, "target");
            requireNonNull(expires, "expires");
            requireNonNull(formerContact, "formerContact");
        }
    }

    /** What the registrar said. */
    sealed interface Outcome {
        /** @param expires granted */
        record Granted(Duration expires) implements Outcome {}

        /** 423. */
        record TooBrief(Duration minExpires) implements Outcome {}

        /** It knows us and does not want us: asking again soon gets our address banned. */
        record Rejected(int status, String detail) implements Outcome {}

        /** Anything else, 408 for silence. @param retryAfter as the registrar asked for, null when it did not */
        record Failed(int status, @Nullable Duration retryAfter) implements Outcome {}
    }
}
