// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.header.RAck;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.gateway.call.CallTimers;
import io.allo.gateway.config.SipConfig.ReliableProvisional;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.ServerTransaction;
import javax.sip.header.RAckHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Our 18x to one INVITE. Where the peer requires it, or takes it and a description rides along, they are reliable (RFC 3262):
 * numbered, repeated from T1 on with doubled waits until the PRACK comes, one at a time. Used inside the call's mailbox.
 */
final class ProvisionalAnswers {
    static final String TAG = "100rel";

    private static final int GIVE_UP_T1S = 64;
    private static final int HIGHEST_FIRST_NUMBER = Integer.MAX_VALUE / 2;

    private final SIPRequest invite;
    private final ServerTransaction transaction;
    private final DialogResponses responses;
    private final LegContext context;
    private final Executor mailbox;
    private final Events events;
    private final boolean required;
    private final boolean supported;
    private final Deque<SIPResponse> waiting = new ArrayDeque<>();

    private long number = ThreadLocalRandom.current().nextInt(1, HIGHEST_FIRST_NUMBER);
    private @Nullable SIPResponse current;
    private CallTimers.@Nullable Pending timer;
    private Duration waited = Duration.ZERO;
    private boolean described;

    /** What comes of them; inside the mailbox. */
    interface Events {
        /** The PRACK of the 18x that carried our description. @param body its own, empty when it has none; gives the answer's */
        Pracked pracked(byte[] body);

        /** Nothing holds a 2xx back any more. */
        void free();

        /** No PRACK within 64*T1. */
        void gaveUp();
    }

    /** @param status of the answer to the PRACK @param description in it, null when there is none */
    record Pracked(int status, @Nullable String description) {}

    ProvisionalAnswers(
            SIPRequest invite,
            ServerTransaction transaction,
            DialogResponses responses,
            LegContext context,
            Executor mailbox,
            Events events) {
        this.invite = invite;
        this.transaction = transaction;
        this.responses = responses;
        this.context = context;
        this.mailbox = mailbox;
        this.events = events;
        this.required = SessionTimer.lists(invite, "Require", TAG);
        this.supported = required || SessionTimer.lists(invite, "Supported", TAG);
    }

    /** The peer insists on reliable ones. */
    boolean isRequired() {
        return required;
    }

    /** @param description null for none */
    void send(int status, @Nullable String description) {
        SIPResponse response = responses.word(invite, status);
        context.messages().listHeader(response, "Allow", SipMessages.ALLOW);
        if (description != null) {
            context.messages().sdp(response, description);
        }
        boolean reliable =
                required || (supported && (description != null || context.reliable() == ReliableProvisional.SUPPORTED));
        if (!reliable) {
            responses.send(transaction, response);
            return;
        }
        described |= description != null;
        context.messages().listHeader(response, "Require", TAG);
        context.messages().header(response, "RSeq", String.valueOf(number++));
        waiting.addLast(response);
        next();
    }

    private void next() {
        if (current == null && !waiting.isEmpty()) {
            current = waiting.removeFirst();
            waited = Duration.ZERO;
            transmit(current, context.t1());
        }
    }

    private void transmit(SIPResponse response, Duration wait) {
        responses.send(transaction, (SIPResponse) response.clone());
        timer = context.timers().after(wait, () -> mailbox.execute(() -> timeOver(response, wait)));
    }

    private void timeOver(SIPResponse response, Duration wait) {
        if (current == null || !numberOf(current).equals(numberOf(response))) {
            return;
        }
        waited = waited.plus(wait);
        Duration left = context.t1().multipliedBy(GIVE_UP_T1S).minus(waited);
        if (!left.isPositive()) {
            stop();
            events.gaveUp();
            return;
        }
        Duration doubled = wait.multipliedBy(2);
        transmit(response, doubled.compareTo(left) < 0 ? doubled : left);
    }

    void prack(SIPRequest prack, ServerTransaction its) {
        SIPResponse acknowledged = current;
        if (acknowledged == null || !matches(prack, acknowledged)) {
            responses.respond(prack, its, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        halt();
        boolean carried = acknowledged.getRawContent() != null;
        byte[] body = prack.getRawContent();
        boolean offers = body != null && body.length > 0;
        Pracked outcome =
                carried || offers ? events.pracked(offers ? body : new byte[0]) : new Pracked(Response.OK, null);
        SIPResponse answer = responses.word(prack, outcome.status());
        if (outcome.description() != null) {
            context.messages().sdp(answer, outcome.description());
        }
        responses.send(its, answer);
        next();
        if (!holdsBack()) {
            events.free();
        }
    }

    private static boolean matches(SIPRequest prack, SIPResponse response) {
        return prack.getHeader(RAckHeader.NAME) instanceof RAck ack
                && ack.getMethod().equals(Request.INVITE)
                && ack.getCSequenceNumber() == response.getCSeq().getSeqNumber()
                && String.valueOf(ack.getRSequenceNumber()).equals(numberOf(response));
    }

    private static String numberOf(SIPResponse response) {
        String header = response.getHeader("RSeq").toString();
        return header.substring(header.indexOf(':') + 1).trim();
    }

    /** An unacknowledged description: the 2xx waits for its PRACK (RFC 3262 3). */
    boolean holdsBack() {
        return (current != null && current.getRawContent() != null)
                || waiting.stream().anyMatch(response -> response.getRawContent() != null);
    }

    /** A description went out reliably: the 2xx carries none. */
    boolean described() {
        return described;
    }

    /** A final answer is on its way: nothing is repeated any more. */
    void stop() {
        halt();
        waiting.clear();
    }

    private void halt() {
        current = null;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
