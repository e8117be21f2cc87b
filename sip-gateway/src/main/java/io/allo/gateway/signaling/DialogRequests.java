// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** Sends requests inside one dialog and hears their final answers in the mailbox. Used inside the call's mailbox. */
final class DialogRequests {
    private final Dialog dialog;
    private final Executor mailbox;
    private final LegContext context;
    private final RequestAuthorizer authorizer;

    DialogRequests(Dialog dialog, Executor mailbox, LegContext context, RequestAuthorizer authorizer) {
        this.dialog = dialog;
        this.mailbox = mailbox;
        this.context = context;
        this.authorizer = authorizer;
    }

    /**
     * The end of one request.
     *
     * @param status the answer's, or 408 and 503 for silence and a broken line
     * @param response null when there was none
     */
    record Outcome(int status, @Nullable SIPResponse response) {
        boolean accepted() {
            return status / 100 == 2;
        }

        /** The peer does not know the dialog, or is gone: RFC 3261 12.2.1.2, RFC 5057 5.1. */
        boolean endsDialog() {
            return status == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST || status == Response.REQUEST_TIMEOUT;
        }
    }

    /** With the next CSeq and our Contact; to be filled and {@link #send sent}. */
    SIPRequest word(String method) {
        SIPRequest request = context.messages().request(dialog, method, dialog.nextCseq());
        context.messages().contact(request, dialog.contact());
        return request;
    }

    /** A challenge is answered on the way, once. {@code outcome} runs in the mailbox. */
    void send(SIPRequest request, Consumer<Outcome> outcome) {
        context.outbox().request(request, new Listener(request, outcome, false));
    }

    /** ACK to a 2xx, also a repeated one. */
    void acknowledge(SIPResponse ok) {
        SIPRequest ack = context.messages().ack(dialog, ok.getCSeq().getSeqNumber());
        authorizer.acknowledge(ack);
        context.outbox().acknowledge(ack);
    }

    private void finalAnswer(Listener first, SIPResponse response) {
        int status = response.getStatusCode();
        boolean challenged = status == Response.UNAUTHORIZED || status == Response.PROXY_AUTHENTICATION_REQUIRED;
        if (challenged && !first.again) {
            SIPRequest again = context.messages().again(first.request, dialog);
            if (authorizer.authorize(again, response)) {
                context.outbox().request(again, new Listener(again, first.outcome, true));
                return;
            }
        }
        first.outcome.accept(new Outcome(status, response));
    }

    private final class Listener implements ResponseListener {
        private final SIPRequest request;
        private final Consumer<Outcome> outcome;
        private final boolean again;

        Listener(SIPRequest request, Consumer<Outcome> outcome, boolean again) {
            this.request = request;
            this.outcome = outcome;
            this.again = again;
        }

        @Override
        public void response(SIPResponse response) {
            if (response.getStatusCode() >= 200) {
                mailbox.execute(() -> finalAnswer(this, response));
            }
        }

        @Override
        public void silence(int status) {
            mailbox.execute(() -> outcome.accept(new Outcome(status, null)));
        }
    }
}
