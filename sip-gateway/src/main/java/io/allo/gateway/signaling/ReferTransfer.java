// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import io.allo.gateway.call.CallInput;
import io.allo.gateway.call.CallInput.OfTransfer;
import io.allo.gateway.call.ReferRequest;
import io.allo.gateway.call.ReferTarget;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.ServerTransaction;
import javax.sip.address.SipURI;
import javax.sip.header.AllowHeader;
import javax.sip.header.EventHeader;
import javax.sip.header.ReferToHeader;
import javax.sip.header.SubscriptionStateHeader;
import javax.sip.header.SupportedHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Asks a dialog's peer by REFER to call another (RFC 3515, with Replaces RFC 3891 and 5589), and takes the NOTIFYs that say
 * what came of it. One REFER at a time is followed, the last. Used inside the call's mailbox.
 */
final class ReferTransfer {
    /** What may stand between angle brackets as it is. */
    private static final Pattern URI = Pattern.compile("sips?:[!-~&&[^<>\"]]{1,300}");

    private static final Pattern STATUS_LINE = Pattern.compile("\\s*SIP/2\\.0 +(\\d{3})\\b");
    private static final int FRAGMENT = 64;
    private static final String UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~";

    private final DialogSession session;
    private final LegContext context;
    private final Consumer<CallInput> news;
    private boolean peerTakesRefer = true;
    private boolean peerTakesReplaces;
    private boolean subscribed;
    private int number;
    private long cseq;

    /** @param news enqueues */
    ReferTransfer(DialogSession session, LegContext context, Consumer<CallInput> news) {
        this.session = session;
        this.context = context;
        this.news = news;
        session.serve(Request.NOTIFY, this::notified);
        session.serve(Request.REFER, this::referred);
    }

    /** The peer's INVITE, or its 2xx, says what it can. Without {@code Allow} it may be able to. */
    void learn(SIPMessage message) {
        Iterator<?> methods = message.getHeaders(AllowHeader.NAME);
        if (methods.hasNext()) {
            peerTakesRefer = false;
        }
        while (methods.hasNext()) {
            peerTakesRefer |= methods.next() instanceof AllowHeader allow
                    && allow.getMethod().toUpperCase(Locale.ROOT).contains(Request.REFER);
        }
        for (Iterator<?> tags = message.getHeaders(SupportedHeader.NAME); tags.hasNext(); ) {
            peerTakesReplaces |= tags.next() instanceof SupportedHeader supported
                    && "replaces".equalsIgnoreCase(supported.getOptionTag());
        }
    }

    boolean peerTakesRefer() {
        return peerTakesRefer && session.phase() == DialogSession.Phase.CONFIRMED;
    }

    boolean peerTakesReplaces() {
        return peerTakesReplaces;
    }

    /** Outcomes bear this number. */
    void refer(int newNumber, ReferTarget target) {
        String uri = uri(target);
        if (session.phase() != DialogSession.Phase.CONFIRMED
                || !URI.matcher(uri).matches()) {
            news.accept(new OfTransfer.ReferAnswered(newNumber, Response.BAD_REQUEST));
            return;
        }
        SIPRequest refer = session.requests().word(Request.REFER);
        context.messages().header(refer, "Refer-To", "<" + uri + ">");
        context.messages()
                .header(
                        refer,
                        "Referred-By",
                        "<" + session.dialog().localAddress().getURI() + ">");
        number = newNumber;
        cseq = refer.getCSeq().getSeqNumber();
        subscribed = true;
        session.requests().send(refer, outcome -> {
            if (!outcome.accepted() && number == newNumber) {
                subscribed = false;
            }
            news.accept(new OfTransfer.ReferAnswered(newNumber, outcome.status()));
        });
    }

    private String uri(ReferTarget target) {
        return switch (target) {
            case ReferTarget.Number to when to.user().startsWith("sip") -> to.user();
            case ReferTarget.Number to -> "sip:" + escaped(to.user(), "+*") + "@" + peersHost();
            case ReferTarget.InPlaceOf to ->
                to.dialog().targetUri() + "?Replaces=" + escaped(to.dialog().replaces(), "") + "&Require=replaces";
        };
    }

    /** The trunk knows a number at the host that it calls itself. */
    private String peersHost() {
        if (session.dialog().remoteAddress().getURI() instanceof SipURI uri) {
            return uri.getPort() > 0 ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
        }
        return session.dialog().hop().getHost();
    }

    private static String escaped(String text, String alsoPlain) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : text.getBytes(US_ASCII)) {
            char letter = (char) each;
            if (UNRESERVED.indexOf(letter) >= 0 || alsoPlain.indexOf(letter) >= 0) {
                escaped.append(letter);
            } else {
                escaped.append(String.format(Locale.ROOT, "%%%02X", (int) letter));
            }
        }
        return escaped.toString();
    }

    private void notified(SIPRequest request, ServerTransaction transaction) {
        if (!ofOurRefer(request)) {
            session.responses().respond(request, transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        session.responses().respond(request, transaction, Response.OK);
        boolean last = request.getHeader(SubscriptionStateHeader.NAME) instanceof SubscriptionStateHeader state
                && SubscriptionStateHeader.TERMINATED.equalsIgnoreCase(state.getState());
        subscribed = !last;
        news.accept(new OfTransfer.ReferNotified(number, status(request.getRawContent()), last));
    }

    /** {@code id} is the number of its REFER when there were several (RFC 3515 2.4.6). */
    private boolean ofOurRefer(SIPRequest request) {
        return subscribed
                && request.getHeader(EventHeader.NAME) instanceof EventHeader event
                && "refer".equalsIgnoreCase(event.getEventType())
                && (event.getEventId() == null || event.getEventId().equals(String.valueOf(cseq)));
    }

    /** Of the {@code message/sipfrag} body; 0 when there is none. */
    private static int status(byte @Nullable [] body) {
        if (body == null) {
            return 0;
        }
        Matcher line = STATUS_LINE.matcher(new String(body, 0, Math.min(body.length, FRAGMENT), ISO_8859_1));
        return line.lookingAt() ? Integer.parseInt(line.group(1)) : 0;
    }

    /** The peer wants us elsewhere: the call decides. */
    private void referred(SIPRequest request, ServerTransaction transaction) {
        news.accept(new CallInput.Referred(new Received(request, transaction)));
    }

    /** A REFER of the peer. */
    private final class Received implements ReferRequest {
        private final SIPRequest request;
        private final ServerTransaction transaction;

        Received(SIPRequest request, ServerTransaction transaction) {
            this.request = request;
            this.transaction = transaction;
        }

        @Override
        public @Nullable String target() {
            boolean call = request.getHeader(ReferToHeader.NAME) instanceof ReferToHeader to
                    && to.getAddress().getURI() instanceof SipURI uri
                    && !uri.getHeaderNames().hasNext()
                    && (uri.getMethodParam() == null || uri.getMethodParam().equals(Request.INVITE));
            return call
                    ? ((ReferToHeader) request.getHeader(ReferToHeader.NAME))
                            .getAddress()
                            .getURI()
                            .toString()
                    : null;
        }

        @Override
        public void refuse(int status) {
            session.responses().respond(request, transaction, status);
        }

        @Override
        public void accept() {
            session.responses().respond(request, transaction, Response.ACCEPTED);
        }

        @Override
        public void notify(int status, boolean last) {
            if (session.phase() != DialogSession.Phase.CONFIRMED) {
                return;
            }
            SIPRequest notify = session.requests().word(Request.NOTIFY);
            context.messages()
                    .header(notify, "Event", "refer;id=" + request.getCSeq().getSeqNumber());
            context.messages()
                    .header(notify, "Subscription-State", last ? "terminated;reason=noresource" : "active;expires=60");
            context.messages().statusLine(notify, status);
            session.requests().send(notify, _ -> {});
        }
    }
}
