// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.header.Require;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.sip.header.AcceptHeader;
import javax.sip.header.ContentEncodingHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.UserAgentHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * The checks that every request passes before it is looked at (RFC 3261 8.2, 16.3). The stack parses leniently and leaves
 * most of them to us. Thread-safe.
 */
final class RequestGate {
    private static final Set<String> SCHEMES = Set.of("sip", "sips", "tel");
    /** Headers that we act on: one of them unreadable makes the whole request unreadable. */
    private static final Set<String> NEEDED = Set.of(
            "contact",
            "m",
            "route",
            "record-route",
            "max-forwards",
            "content-type",
            "c",
            "content-length",
            "l",
            "require",
            "via",
            "v",
            "from",
            "f",
            "to",
            "t",
            "call-id",
            "i",
            "cseq",
            "expires",
            "proxy-require");

    private static final Set<String> SUPPORTED = Set.of(SipMessages.SUPPORTED.split(", "));

    private static final long MAX_CSEQ = 1L << 31;

    private final SipMessages messages;
    private final SessionTimerPolicy timerPolicy;

    private final SourceShield shield;

    RequestGate(SipMessages messages, SessionTimerPolicy timerPolicy, SourceShield shield) {
        this.messages = messages;
        this.timerPolicy = timerPolicy;
        this.shield = shield;
    }

    /** A request outside any dialog of a source that hears nothing: banned for a while, or a scanner by its own word. */
    boolean silences(SIPRequest request) {
        if (request.getToTag() != null) {
            return false;
        }
        return shield.isBanned(request.getPeerPacketSourceAddress()) || isScanner(request);
    }

    private static boolean isScanner(SIPRequest request) {
        return request.getHeader(UserAgentHeader.NAME) instanceof UserAgentHeader agent
                && agent.getProduct() != null
                && SourceShield.isScanner(String.valueOf(agent.getProduct().next()));
    }

    /** A stranger asked for what nobody gets here. */
    void strike(SIPRequest request) {
        shield.strike(request.getPeerPacketSourceAddress());
    }

    /** The refusal that the request deserves, or null when it may pass. */
    @Nullable
    SIPResponse check(SIPRequest request) {
        if (request.getApplicationData() == RequestFlaw.VERSION) {
            return messages.response(request, Response.VERSION_NOT_SUPPORTED);
        }
        if (malformed(request)) {
            return messages.response(request, Response.BAD_REQUEST);
        }
        String scheme = request.getRequestURI().getScheme();
        if (scheme == null || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
            return messages.response(request, Response.UNSUPPORTED_URI_SCHEME);
        }
        MaxForwardsHeader hops = (MaxForwardsHeader) request.getHeader(MaxForwardsHeader.NAME);
        if (hops != null && hops.getMaxForwards() == 0 && !request.getMethod().equals(Request.OPTIONS)) {
            return messages.response(request, Response.TOO_MANY_HOPS);
        }
        boolean answersTheRest = request.getMethod().equals(Request.CANCEL);
        return answersTheRest ? null : checkExtensions(request);
    }

    private static boolean malformed(SIPRequest request) {
        if (request.getApplicationData() == RequestFlaw.REPEATED_HEADER
                || request.getApplicationData() == RequestFlaw.UNREADABLE
                || request.getCSeq().getSeqNumber() >= MAX_CSEQ
                || request.getMethod().equals(Request.INVITE)
                        && request.getContactHeader().isWildCard()) {
            return true;
        }
        for (Iterator<?> unread = request.getUnrecognizedHeaders(); unread.hasNext(); ) {
            String header = String.valueOf(unread.next());
            int colon = header.indexOf(':');
            String name = colon < 0 ? header : header.substring(0, colon);
            if (NEEDED.contains(name.trim().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private @Nullable SIPResponse checkExtensions(SIPRequest request) {
        String unsupported = required(request);
        if (unsupported != null) {
            SIPResponse response = messages.response(request, Response.BAD_EXTENSION);
            messages.listHeader(response, "Unsupported", unsupported);
            return response;
        }
        if (carriesSession(request.getMethod()) && SessionTimer.tooShort(request, timerPolicy)) {
            SIPResponse response = messages.response(request, SessionTimer.INTERVAL_TOO_SMALL);
            SessionTimer.minimum(response, timerPolicy, messages);
            return response;
        }
        if (carriesSession(request.getMethod()) && hasBody(request) && !isPlainSdp(request)) {
            SIPResponse response = messages.response(request, Response.UNSUPPORTED_MEDIA_TYPE);
            messages.listHeader(response, "Accept", SipMessages.SDP);
            messages.listHeader(response, "Accept-Encoding", "identity");
            return response;
        }
        if (request.getMethod().equals(Request.INVITE) && !takesSdp(request)) {
            return messages.response(request, Response.NOT_ACCEPTABLE);
        }
        return null;
    }

    /** No Accept header means application/sdp (RFC 3261 20.1). */
    private static boolean takesSdp(SIPRequest request) {
        boolean any = false;
        for (Iterator<?> each = request.getHeaders(AcceptHeader.NAME); each.hasNext(); ) {
            if (each.next() instanceof AcceptHeader accept && accept.getContentType() != null) {
                any = true;
                boolean type = accept.getContentType().equals("*")
                        || accept.getContentType().equalsIgnoreCase("application");
                boolean subType = accept.getContentSubType().equals("*")
                        || accept.getContentSubType().equalsIgnoreCase("sdp");
                if (type && subType) {
                    return true;
                }
            }
        }
        return !any;
    }

    /** Option tags that the peer insists on and we do not support. */
    private static @Nullable String required(SIPRequest request) {
        if (request.getHeader("Require") == null) {
            return null;
        }
        StringBuilder tags = new StringBuilder();
        for (Iterator<?> each = request.getHeaders("Require"); each.hasNext(); ) {
            if (each.next() instanceof Require require
                    && require.getOptionTag() != null
                    && !SUPPORTED.contains(require.getOptionTag().toLowerCase(Locale.ROOT))) {
                tags.append(tags.isEmpty() ? "" : ", ").append(require.getOptionTag());
            }
        }
        return tags.isEmpty() ? null : tags.toString();
    }

    private static boolean carriesSession(String method) {
        return method.equals(Request.INVITE) || method.equals(Request.UPDATE);
    }

    private static boolean hasBody(SIPRequest request) {
        byte[] content = request.getRawContent();
        return content != null && content.length > 0;
    }

    private static boolean isPlainSdp(SIPRequest request) {
        ContentEncodingHeader encoding = (ContentEncodingHeader) request.getHeader(ContentEncodingHeader.NAME);
        if (encoding != null && !encoding.getEncoding().equalsIgnoreCase("identity")) {
            return false;
        }
        ContentTypeHeader type = (ContentTypeHeader) request.getHeader(ContentTypeHeader.NAME);
        return type != null
                && type.getContentType().equalsIgnoreCase("application")
                && type.getContentSubType().equalsIgnoreCase("sdp");
    }
}
