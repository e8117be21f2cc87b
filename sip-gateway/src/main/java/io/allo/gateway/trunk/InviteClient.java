// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.OutboundLeg.Replaced;
import io.allo.gateway.call.OutboundLegEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends one INVITE to one place. Implemented in {@code signaling}. Returns at once, also over TCP and TLS. */
public interface InviteClient {

    /** @param events called only inside the mailbox, never before this method has returned */
    Placed place(Order order, Mailbox mailbox, Consumer<Event> events);

    /** Where INVITEs of this account go first; empty when its registrar named no way (RFC 3608): then to the trunk itself. */
    default Optional<SipAddress> firstHop(Trunk trunk) {
        return Optional.empty();
    }

    /**
     * @param requestUri whom to call
     * @param callerNumber person that a bridged leg is for, null when withheld or our own call
     * @param localRtpPort bound port of the leg's audio
     * @param silence the attempt has failed when nothing at all is heard for this time
     * @param headers further headers
     */
    record Order(
            CallId callId,
            Trunk trunk,
            SipTarget target,
            String requestUri,
            @Nullable String callerNumber,
            int localRtpPort,
            Duration silence,
            Map<String, String> headers) {
        public Order {
            requireNonNull(callId, "callId");
            requireNonNull(trunk, "trunk");
            requireNonNull(target, "target");
            requireNonNull(requestUri, "requestUri");
            requireNonNull(silence, "silence");
            headers = Map.copyOf(headers);
        }
    }

    /** An INVITE on its way, or the call that came of it. Used inside the mailbox. */
    interface Placed {
        /** CANCEL or BYE, whatever fits; a 200 that crosses it is acknowledged and ended. Nothing is heard any more. */
        void hangUp();

        /** re-INVITE with this direction. */
        void direction(NegotiatedAudio.Direction direction);

        /** Names the dialog for a Replaces header; empty before the answer. */
        Optional<Replaced> replaced();
    }

    /** What becomes of it. */
    sealed interface Event {
        /** Ringing, EarlyMedia, Answered, Renegotiated, InfoDigit; HungUp is the last. */
        record Heard(OutboundLegEvent event) implements Event {}

        /**
         * It will not be answered; the last event.
         *
         * @param status final status, 408 for silence, 503 when it could not be sent
         * @param silent there was no response of the callee's side: it never left, or nobody answered
         * @param retryAfter how long this server wants to be left alone, null when it does not say
         * @param redirects Contact URIs of a 3xx, best first
         */
        record Failed(int status, boolean silent, @Nullable Duration retryAfter, List<String> redirects)
                implements Event {
            public Failed {
                redirects = List.copyOf(redirects);
            }
        }
    }
}
