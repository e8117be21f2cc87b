// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.CallTimers;
import io.allo.gateway.call.DialRequest;
import io.allo.gateway.call.Dialer;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.call.OutboundLeg;
import io.allo.gateway.call.OutboundLegEvent;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Places outgoing calls: each is a {@link DialingLeg}. The one door through which anything is dialled. */
public final class TrunkDialer implements Dialer {
    private final Ports ports;
    private final TrunkSelector selector;

    /**
     * What dialling uses.
     *
     * @param silence an INVITE that hears nothing for this time goes to the next server or account
     * @param failedFor how long a server that did not answer stands behind the others
     */
    public record Ports(
            InviteClient invites,
            SipServerLocator locator,
            TrunkUsage usage,
            TrunkTelemetry telemetry,
            CallTimers timers,
            Duration silence,
            Duration failedFor) {}

    /** @param usable an account that is registered, or in no need to be */
    public TrunkDialer(Ports ports, SipAccounts accounts, Predicate<Trunk> usable) {
        this.ports = ports;
        this.selector = new TrunkSelector(accounts, usable);
    }

    /** What the policy says of this target: of the first account that may dial it, else of the last. Limits are not looked at. */
    public DialPolicy.Verdict judge(@Nullable String business, @Nullable Integer sipAccountId, String target) {
        DialPolicy.Verdict last = new DialPolicy.Verdict.Refused("no-sip-account");
        for (Trunk candidate : selector.candidates(business, sipAccountId)) {
            last = DialPolicy.judge(candidate, target);
            if (last instanceof DialPolicy.Verdict.Allowed) {
                return last;
            }
        }
        return last;
    }

    @Override
    public OutboundLeg dial(DialRequest request, Mailbox mailbox, Consumer<OutboundLegEvent> events) {
        DialingLeg leg = new DialingLeg(
                request, selector.candidates(request.accountId(), request.sipAccountId()), ports, mailbox, events);
        mailbox.execute(leg::begin);
        return leg;
    }
}
