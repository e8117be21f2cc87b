// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.util.Objects.requireNonNull;

import gov.nist.javax.sip.header.RSeq;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;

/**
 * The early dialogs of one INVITE of ours, one for each fork that rings (RFC 3261 13.2.2.1), and their reliable provisional
 * answers: each is acknowledged by PRACK, once and in order (RFC 3262). Used inside the call's mailbox.
 */
final class EarlyDialogs {
    private static final int MOST = 16;

    private final Leg owner;
    private final SipURI contact;
    private final Executor mailbox;
    private final LegContext context;
    private final RequestAuthorizer authorizer;
    private final Map<String, Fork> forks = new LinkedHashMap<>();

    private static final class Fork {
        private final Dialog dialog;
        private final DialogSession session;
        private long reliable;

        Fork(Dialog dialog, DialogSession session) {
            this.dialog = dialog;
            this.session = session;
        }
    }

    EarlyDialogs(Leg owner, SipURI contact, Executor mailbox, LegContext context, RequestAuthorizer authorizer) {
        this.owner = owner;
        this.contact = contact;
        this.mailbox = mailbox;
        this.context = context;
        this.authorizer = authorizer;
    }

    /**
     * An 18x with a To tag came.
     *
     * @return false when it is a copy, or out of order, and has no effect
     */
    boolean ringing(SIPRequest invite, SIPResponse response, OfferAnswer exchange, DialogSession.Events events) {
        String tag = response.getToTag();
        if (tag == null || (!forks.containsKey(tag) && forks.size() >= MOST)) {
            return true;
        }
        Fork fork = forks.computeIfAbsent(tag, _ -> begin(invite, response, exchange, events));
        boolean reliable = SessionTimer.lists(response, "Require", "100rel");
        if (!reliable || !(response.getHeader("RSeq") instanceof RSeq number)) {
            return true;
        }
        long sequence = number.getSeqNumber();
        if (fork.reliable != 0 && sequence != fork.reliable + 1) {
            return false;
        }
        fork.reliable = sequence;
        SIPRequest prack = fork.session.requests().word("PRACK");
        context.messages()
                .header(prack, "RAck", sequence + " " + invite.getCSeq().getSeqNumber() + " INVITE");
        fork.session.requests().send(prack, _ -> {});
        return true;
    }

    private Fork begin(SIPRequest invite, SIPResponse response, OfferAnswer exchange, DialogSession.Events events) {
        Dialog dialog = Dialog.calling(invite, response, contact);
        DialogSession session = new DialogSession(dialog, mailbox, context, authorizer, events);
        session.negotiating(exchange, invite, false);
        context.legs().addDialog(dialog.id(), owner);
        return new Fork(dialog, session);
    }

    /** A request inside one of them: its session, null when it is of none. */
    @Nullable
    DialogSession of(SIPRequest request) {
        Fork fork = forks.get(request.getFromTag());
        return fork == null ? null : fork.session;
    }

    /** The 2xx's dialog goes on with the numbers that its early one used. */
    void continued(Dialog confirmed) {
        Fork fork = forks.get(confirmed.id().remoteTag());
        if (fork != null) {
            confirmed.sent(requireNonNull(fork).dialog.nextCseq() - 1);
        }
    }

    /** None rings any more. */
    void close() {
        forks.values().forEach(fork -> context.legs().removeDialog(fork.dialog.id(), owner));
        forks.clear();
    }
}
