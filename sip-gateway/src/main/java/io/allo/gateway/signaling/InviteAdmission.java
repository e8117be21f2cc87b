// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.InviteRefusals;
import io.allo.gateway.call.RefusalReason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Whether an INVITE may become a call: whose it is, the limits of its source and its SIP account, and the room of the gateway,
 * in this order. Thread-safe; runs on stack threads and never waits.
 */
final class InviteAdmission {
    private static final Duration SHORTLY = Duration.ofSeconds(2);

    private final InboundAccounts accounts;
    private final CallerDigest digest;
    private final SourceLoad sources;
    private final SourceShield shield;
    private final AccountLoad accountLoad;
    private final CallController calls;
    private final SipMessages messages;
    private final LateCopies copies = new LateCopies();

    InviteAdmission(
            InboundAccounts accounts,
            CallerDigest digest,
            SourceLoad sources,
            SourceShield shield,
            AccountLoad accountLoad,
            CallController calls,
            SipMessages messages) {
        this.accounts = accounts;
        this.digest = digest;
        this.sources = sources;
        this.shield = shield;
        this.accountLoad = accountLoad;
        this.calls = calls;
        this.messages = messages;
    }

    /** Outcome of {@link #admit}. */
    sealed interface Outcome {
        /**
         * @param trunk the call's SIP account, null for a stranger's
         * @param trusted what the peer says of its caller is believed
         * @param leave to be run when the call is over; more than once does no harm
         */
        record Admitted(@Nullable Trunk trunk, boolean trusted, Runnable leave) implements Outcome {}

        /** @param response the refusal, reported already */
        record Refused(SIPResponse response) implements Outcome {}
    }

    Outcome admit(SIPRequest invite) {
        if (calls.phase() == CallController.Phase.COLD) {
            return enter(invite, null, false); // the warm-up calls itself: refused, and no stranger
        }
        if (copies.wasRefused(InviteKey.of(invite))) {
            return new Outcome.Refused(unavailable(invite, Response.SERVICE_UNAVAILABLE, SHORTLY)); // told already
        }
        return switch (accounts.decide(invite)) {
            case InboundAccounts.Decision.Found found -> enter(invite, found.trunk(), found.trusted());
            case InboundAccounts.Decision.Stranger _ -> enter(invite, null, false);
            case InboundAccounts.Decision.Challenge challenge -> {
                SIPResponse unauthorized = messages.response(invite, Response.UNAUTHORIZED);
                digest.challenge(unauthorized, challenge.stale(), messages);
                refusals().refused(RefusalReason.CHALLENGED, null);
                yield new Outcome.Refused(unauthorized);
            }
            case InboundAccounts.Decision.Refused refused -> {
                shield.strike(invite.getPeerPacketSourceAddress());
                Trunk called = refused.trunk();
                yield refuse(invite, refused.reason(), called == null ? null : called.id());
            }
        };
    }

    private Outcome enter(SIPRequest invite, @Nullable Trunk trunk, boolean trusted) {
        InetAddress source = invite.getPeerPacketSourceAddress();
        Integer account = trunk == null ? null : Integer.valueOf(trunk.id());
        if (!sources.enter(source)) {
            return refuse(invite, RefusalReason.SOURCE_LIMIT, account);
        }
        Optional<RefusalReason> full = trunk == null ? Optional.empty() : accountLoad.enter(trunk);
        if (full.isPresent()) {
            sources.leave(source);
            return refuse(invite, full.get(), account);
        }
        AtomicBoolean left = new AtomicBoolean();
        Runnable leave = () -> {
            if (left.compareAndSet(false, true)) {
                sources.leave(source);
                if (account != null) {
                    accountLoad.leave(account);
                }
            }
        };
        return switch (calls.admit()) {
            case CallController.Admission.Admitted _ -> new Outcome.Admitted(trunk, trusted, leave);
            case CallController.Admission.Refused refused -> {
                leave.run();
                copies.refused(InviteKey.of(invite));
                yield new Outcome.Refused(unavailable(invite, refused.status(), refused.retryAfter()));
            }
        };
    }

    private SIPResponse unavailable(SIPRequest invite, int status, Duration retryAfter) {
        SIPResponse response = messages.response(invite, status);
        messages.retryAfter(response, retryAfter);
        return response;
    }

    private Outcome refuse(SIPRequest invite, RefusalReason reason, @Nullable Integer account) {
        refusals().refused(reason, account);
        SIPResponse response = messages.response(invite, reason.status());
        if (reason.status() == Response.SERVICE_UNAVAILABLE) {
            messages.retryAfter(response, SHORTLY);
        }
        return new Outcome.Refused(response);
    }

    private InviteRefusals refusals() {
        return calls.refusals();
    }
}
