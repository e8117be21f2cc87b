// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.trunk.SipAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** User and password of an account at work in one dialog. Used inside the call's mailbox. */
final class TrunkCredentials implements RequestAuthorizer {
    private final ClientRequests requests;
    private final @Nullable DigestClient digest;

    TrunkCredentials(Trunk trunk, Tags tags, ClientRequests requests) {
        this.requests = requests;
        this.digest = of(trunk, tags);
    }

    /** Null when the account has no user or no password. */
    static @Nullable DigestClient of(Trunk trunk, Tags tags) {
        String user = Optional.ofNullable(trunk.policy().authUser())
                .or(() -> Optional.ofNullable(trunk.username()))
                .or(() -> SipAddress.of(trunk).map(SipAddress::user))
                .orElse(null);
        return user == null || trunk.password() == null ? null : new DigestClient(user, trunk.password(), tags::next);
    }

    /** False when there is nothing to answer with, or the answer was wrong already. */
    boolean challenged(SIPResponse response) {
        return digest != null && digest.challenged(DigestChallenge.of(response)) == DigestClient.Verdict.ANSWER;
    }

    /** Puts what is known by now into the request; a nonce is used again with a rising count. */
    void into(SIPRequest request) {
        if (digest != null) {
            request.removeHeader("Authorization");
            request.removeHeader("Proxy-Authorization");
            digest.credentials(request.getMethod(), request.getRequestURI().toString())
                    .forEach(each -> requests.add(request, each.header(), each.value()));
        }
    }

    @Override
    public boolean authorize(SIPRequest request, SIPResponse challenge) {
        if (digest == null) {
            return false;
        }
        digest.begin();
        if (!challenged(challenge)) {
            return false;
        }
        into(request);
        return true;
    }

    @Override
    public void acknowledge(SIPRequest ack) {
        into(ack);
    }
}
