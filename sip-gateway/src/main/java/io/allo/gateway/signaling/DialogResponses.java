// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.ServerTransaction;
import javax.sip.message.Response;

/** Answers requests inside one dialog. Used inside the call's mailbox. */
final class DialogResponses {
    private static final int MAX_RETRY_SECONDS = 10;

    private final Dialog dialog;
    private final LegContext context;

    DialogResponses(Dialog dialog, LegContext context) {
        this.dialog = dialog;
        this.context = context;
    }

    /** To be filled and {@link #send sent}. Bears our Contact. */
    SIPResponse word(SIPRequest request, int status) {
        SIPResponse response =
                context.messages().response(request, status, dialog.id().localTag());
        context.messages().contact(response, dialog.contact());
        return response;
    }

    void send(ServerTransaction transaction, SIPResponse response) {
        context.outbox().respond(transaction, response);
    }

    void respond(SIPRequest request, ServerTransaction transaction, int status) {
        send(transaction, word(request, status));
    }

    /** Another offer is not answered yet: 500 with a Retry-After between 0 and 10 s (RFC 3261 14.2, RFC 3311 5.2). */
    void later(SIPRequest request, ServerTransaction transaction) {
        SIPResponse wait = word(request, Response.SERVER_INTERNAL_ERROR);
        int seconds = ThreadLocalRandom.current().nextInt(1, MAX_RETRY_SECONDS + 1);
        context.messages().retryAfter(wait, Duration.ofSeconds(seconds));
        send(transaction, wait);
    }

    void notServed(SIPRequest request, ServerTransaction transaction) {
        send(transaction, context.messages().notServed(request));
    }
}
