// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sip.InvalidArgumentException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ServerHeader;
import javax.sip.message.Message;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Words SIP messages: the stack's factories behind names that say what is meant. Thread-safe. */
final class SipMessages {
    /** What is really served; a header that promises more makes peers wait. */
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, NOTIFY, PRACK";

    /** Option tags that we understand. */
    static final String SUPPORTED = "timer, replaces, 100rel";

    static final String SDP = "application/sdp";

    /** Known, but not served: 405. Anything else that we do not know: 501 (RFC 3261 8.2.1, 21.5.2). */
    private static final Set<String> KNOWN =
            Set.of(Request.REGISTER, Request.SUBSCRIBE, Request.MESSAGE, Request.PUBLISH, Request.REFER);

    /** Of statuses that the stack does not know. */
    private static final Map<Integer, String> PHRASES = Map.of(
            SessionTimer.INTERVAL_TOO_SMALL,
            "Session Interval Too Small",
            InfoKeys.BAD_INFO_PACKAGE,
            "Bad Info Package");

    private final HeaderFactory headers;
    private final AddressFactory addresses;
    private final MessageFactory messages;
    private final ServerHeader server;
    private final Tags tags;

    SipMessages(SipFactory factory, Tags tags) throws PeerUnavailableException, ParseException {
        headers = factory.createHeaderFactory();
        addresses = factory.createAddressFactory();
        messages = factory.createMessageFactory();
        server = headers.createServerHeader(List.of("Allo"));
        this.tags = tags;
    }

    /** A response outside any dialog of ours. */
    SIPResponse response(SIPRequest request, int status) {
        return response(request, status, tags.next());
    }

    /** @param localTag put into To unless the request brought one */
    SIPResponse response(SIPRequest request, int status, String localTag) {
        String phrase = PHRASES.get(status);
        SIPResponse response = phrase == null ? request.createResponse(status) : request.createResponse(status, phrase);
        response.setHeader(server);
        if (status > 100 && response.getTo().getTag() == null) {
            response.setToTag(localTag);
        }
        return response;
    }

    /** To a method that is not served here. */
    SIPResponse notServed(SIPRequest request) {
        int status = KNOWN.contains(request.getMethod()) ? Response.METHOD_NOT_ALLOWED : Response.NOT_IMPLEMENTED;
        SIPResponse response = response(request, status);
        listHeader(response, "Allow", ALLOW);
        return response;
    }

    void contact(Message message, SipURI uri) {
        Address address = addresses.createAddress(uri);
        message.setHeader(headers.createContactHeader(address));
    }

    /** Our address for in-dialog requests, reachable over the transport that the peer chose. */
    SipURI contactUri(String host, int port, String transport) {
        try {
            SipURI uri = addresses.createSipURI(null, host.indexOf(':') >= 0 ? "[" + host + "]" : host);
            uri.setPort(port);
            if (!transport.equalsIgnoreCase("udp")) {
                uri.setTransportParam(transport.toLowerCase(Locale.ROOT));
            }
            return uri;
        } catch (ParseException e) {
            throw new IllegalArgumentException("contact of " + host, e);
        }
    }

    /** Replaces a header that stands once. */
    void header(SIPMessage message, String name, String value) {
        try {
            message.setHeader(headers.createHeader(name, value));
        } catch (ParseException e) {
            throw new IllegalArgumentException("header " + name + ": " + value, e);
        }
    }

    /** One more of a header that may stand several times. */
    void add(SIPMessage message, String name, String value) {
        try {
            message.addLast(headers.createHeader(name, value));
        } catch (ParseException | SipException e) {
            throw new IllegalArgumentException("header " + name + ": " + value, e);
        }
    }

    /** Replaces a header that is a list; a comma separates its values. */
    void listHeader(SIPMessage message, String name, String values) {
        try {
            message.removeHeader(name);
            for (Object each : headers.createHeaders(name + ": " + values)) {
                message.addLast((SIPHeader) each);
            }
        } catch (ParseException | SipException e) {
            throw new IllegalArgumentException("header " + name + ": " + values, e);
        }
    }

    void capabilities(SIPMessage message) {
        listHeader(message, "Allow", ALLOW);
        listHeader(message, "Accept", SDP);
        listHeader(message, "Supported", SUPPORTED);
    }

    void retryAfter(SIPMessage message, Duration delay) {
        header(message, "Retry-After", String.valueOf(Math.max(1, delay.toSeconds())));
    }

    void sdp(Message message, String body) {
        try {
            ContentTypeHeader type = headers.createContentTypeHeader("application", "sdp");
            message.setContent(body.getBytes(UTF_8), type);
        } catch (ParseException e) {
            throw new IllegalStateException("application/sdp is a media type", e);
        }
    }

    /** A status line as a body (RFC 3420). */
    void statusLine(Message message, int status) {
        try {
            ContentTypeHeader type = headers.createContentTypeHeader("message", "sipfrag");
            type.setParameter("version", "2.0");
            String phrase = SIPResponse.getReasonPhrase(status);
            String line = "SIP/2.0 " + status + " " + (phrase == null ? "Unknown" : phrase) + "\r\n";
            message.setContent(line.getBytes(UTF_8), type);
        } catch (ParseException e) {
            throw new IllegalStateException("message/sipfrag is a media type", e);
        }
    }

    /** ACK to the 2xx of an INVITE of ours with this number. */
    SIPRequest ack(Dialog dialog, long cseq) {
        return request(dialog, Request.ACK, cseq);
    }

    /** The same request once more: next number, new branch. */
    SIPRequest again(SIPRequest request, Dialog dialog) {
        SIPRequest again = (SIPRequest) request.clone();
        try {
            again.getCSeq().setSeqNumber(dialog.nextCseq());
            again.getTopmostVia().setBranch(branch());
            again.getTopmostVia().setTransport(dialog.transport());
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalStateException(request.getMethod() + " again", e);
        }
        again.setApplicationData(dialog.hop());
        return again;
    }

    private String branch() {
        return "z9hG4bK" + tags.next();
    }

    /** A request inside the dialog, with its hop. */
    SIPRequest request(Dialog dialog, String method, long cseq) {
        try {
            SIPRequest request = (SIPRequest) messages.createRequest(
                    dialog.requestUri(),
                    method,
                    headers.createCallIdHeader(dialog.id().callId()),
                    headers.createCSeqHeader(cseq, method),
                    headers.createFromHeader(dialog.localAddress(), dialog.id().localTag()),
                    headers.createToHeader(
                            dialog.remoteAddress(),
                            dialog.id().remoteTag().isEmpty()
                                    ? null
                                    : dialog.id().remoteTag()),
                    List.of(headers.createViaHeader(
                            dialog.contact().getHost(), dialog.contact().getPort(), dialog.transport(), branch())),
                    headers.createMaxForwardsHeader(70));
            for (Address route : dialog.routes()) {
                request.addLast(headers.createRouteHeader(route));
            }
            request.getTopmostVia().setRPort();
            request.setApplicationData(dialog.hop());
            return request;
        } catch (ParseException | SipException | InvalidArgumentException e) {
            throw new IllegalStateException(method + " in dialog", e);
        }
    }
}
