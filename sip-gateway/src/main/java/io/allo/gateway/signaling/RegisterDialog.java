// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.util.Objects.requireNonNull;

import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.trunk.RegisterClient.Attempt;
import io.allo.gateway.trunk.RegisterClient.Outcome;
import io.allo.gateway.trunk.SipAddress;
import io.allo.gateway.trunk.SipTarget;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sip.address.SipURI;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.MinExpiresHeader;
import javax.sip.header.RetryAfterHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * The registrations of one account one after the other: one Call-ID, rising CSeq, one nonce as long as the registrar takes it
 * (RFC 3261 10.2). Thread-safe.
 */
final class RegisterDialog {
    private static final Duration LONGEST_EXPIRES = Duration.ofDays(1);

    private final Trunk trunk;
    private final ClientRequests requests;
    private final String callId;
    private final String fromTag;
    private final String registrar;
    private final String self;
    private final @Nullable DigestClient digest;
    private long cseq;
    /** Contact that the registrar has of us. */
    private @Nullable String bound;

    RegisterDialog(Trunk trunk, ClientRequests requests, Tags tags) {
        this.trunk = trunk;
        this.requests = requests;
        this.callId = tags.next();
        this.fromTag = tags.next();
        SipAddress address = SipAddress.of(trunk).orElseThrow(() -> new IllegalArgumentException("no SIP URI"));
        String user = trunk.username() == null ? address.user() : trunk.username();
        this.registrar = "sip:" + address.hostPort();
        this.self = "sip:" + (user == null ? "" : user + "@") + address.hostPort();
        String authUser =
                trunk.policy().authUser() == null ? user : trunk.policy().authUser();
        this.digest = authUser == null || trunk.password() == null
                ? null
                : new DigestClient(authUser, trunk.password(), tags::next);
    }

    /** An account that was changed begins anew. */
    boolean serves(Trunk other) {
        return trunk.revision() == other.revision();
    }

    synchronized void send(Attempt attempt, Consumer<Outcome> outcome) {
        if (digest != null) {
            digest.begin();
        }
        next(attempt, outcome, true);
    }

    /** @param mayMove when the answer says that we are seen elsewhere, that place is registered once more */
    private synchronized void next(Attempt attempt, Consumer<Outcome> outcome, boolean mayMove) {
        boolean leaving = attempt.expires().isZero();
        String here = requests.contact(trunk, attempt.target()).toString();
        String contact = leaving && bound != null ? bound : here;
        SipTarget target = attempt.target();
        SIPRequest register = requests.request(
                new ClientRequests.Head(Request.REGISTER, registrar, self, fromTag, self, callId, ++cseq), target);
        // the old binding goes and the new one comes in one request: never two, never none
        Stream.concat(attempt.formerContact().stream(), Stream.ofNullable(bound))
                .distinct()
                .filter(former -> !former.equals(contact))
                .forEach(former -> requests.add(register, "Contact", "<" + former + ">;expires=0"));
        requests.add(
                register,
                "Contact",
                "<" + contact + ">;expires=" + attempt.expires().toSeconds());
        requests.add(register, "Supported", "path");
        if (digest != null) {
            digest.credentials(Request.REGISTER, registrar)
                    .forEach(each -> requests.add(register, each.header(), each.value()));
        }
        requests.send(register, new ResponseListener() {
            @Override
            public void response(SIPResponse response) {
                answered(response, attempt, contact, outcome, mayMove);
            }

            @Override
            public void silence(int status) {
                outcome.accept(new Outcome.Failed(status, null));
            }
        });
    }

    private void answered(
            SIPResponse response, Attempt attempt, String contact, Consumer<Outcome> outcome, boolean mayMove) {
        int status = response.getStatusCode();
        if (status < 200) {
            return;
        }
        requests.seenBy(attempt.target(), response);
        boolean challenged = status == Response.UNAUTHORIZED || status == Response.PROXY_AUTHENTICATION_REQUIRED;
        if (challenged && verdict(response) == DigestClient.Verdict.ANSWER) {
            next(attempt, outcome, mayMove);
            return;
        }
        if (status < 300) {
            registered(response, attempt, contact);
            boolean moved =
                    !contact.equals(requests.contact(trunk, attempt.target()).toString());
            if (moved && mayMove && !attempt.expires().isZero()) {
                next(attempt, outcome, false);
                return;
            }
        }
        outcome.accept(outcome(response, attempt, contact));
    }

    private synchronized void registered(SIPResponse response, Attempt attempt, String contact) {
        if (attempt.expires().isZero()) {
            bound = null;
            requests.serviceRoutes().forget(trunk.id());
        } else {
            bound = contact;
            requests.serviceRoutes().learn(trunk.id(), response);
        }
    }

    private synchronized DigestClient.Verdict verdict(SIPResponse response) {
        return digest == null
                ? DigestClient.Verdict.REFUSED
                : requireNonNull(digest).challenged(DigestChallenge.of(response));
    }

    private static Outcome outcome(SIPResponse response, Attempt attempt, String contact) {
        int status = response.getStatusCode();
        if (status < 300) {
            return new Outcome.Granted(granted(response, attempt, contact));
        }
        return switch (status) {
            case Response.UNAUTHORIZED, Response.PROXY_AUTHENTICATION_REQUIRED ->
                new Outcome.Rejected(status, "user or password refused, or no digest algorithm in common");
            case Response.FORBIDDEN, Response.NOT_FOUND, Response.DECLINE, Response.DOES_NOT_EXIST_ANYWHERE ->
                new Outcome.Rejected(status, "the registrar does not want this account");
            case Response.INTERVAL_TOO_BRIEF -> tooBrief(response);
            default ->
                new Outcome.Failed(
                        status,
                        response.getHeader(RetryAfterHeader.NAME) instanceof RetryAfterHeader after
                                ? Duration.ofSeconds(after.getRetryAfter())
                                : null);
        };
    }

    private static Outcome tooBrief(SIPResponse response) {
        return response.getHeader(MinExpiresHeader.NAME) instanceof MinExpiresHeader least
                ? new Outcome.TooBrief(Duration.ofSeconds(least.getExpires()))
                : new Outcome.Failed(Response.INTERVAL_TOO_BRIEF, null);
    }

    /** Of our own Contact, else the Expires header, else what was asked for. */
    private static Duration granted(SIPResponse response, Attempt attempt, String contact) {
        long seconds = -1;
        for (Iterator<?> each = response.getHeaders(SIPHeader.CONTACT); each.hasNext(); ) {
            if (each.next() instanceof Contact header
                    && header.getAddress().getURI() instanceof SipURI uri
                    && header.getExpires() >= 0
                    && contact.startsWith("sip:" + uri.getUser() + "@" + uri.getHost())) {
                seconds = header.getExpires();
            }
        }
        if (seconds < 0 && response.getHeader(ExpiresHeader.NAME) instanceof ExpiresHeader header) {
            seconds = header.getExpires();
        }
        Duration granted = seconds < 0 ? attempt.expires() : Duration.ofSeconds(seconds);
        return granted.compareTo(LONGEST_EXPIRES) > 0 ? LONGEST_EXPIRES : granted;
    }
}
