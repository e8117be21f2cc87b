// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import gov.nist.javax.sip.message.Content;
import gov.nist.javax.sip.message.SIPMessage;
import java.text.ParseException;
import java.util.Iterator;
import java.util.Locale;
import javax.sip.header.ContentDispositionHeader;
import javax.sip.header.ContentTypeHeader;
import org.jspecify.annotations.Nullable;

/**
 * Takes the session description out of a body of several parts (RFC 5621: SIP-I trunks put ISUP beside it, others a location),
 * and drops a body that its sender says need not be understood. What is left is one description or none, so that nobody behind
 * has to know of parts. A part that must be understood and is not leaves the body as it came: 415.
 */
final class SessionBody {
    private SessionBody() {}

    static void unwrap(SIPMessage message) {
        ContentTypeHeader type = message.getContentTypeHeader();
        byte[] body = message.getRawContent();
        if (type == null || body == null || body.length == 0 || isSdp(type)) {
            return;
        }
        if (type.getContentType().equalsIgnoreCase("multipart")) {
            Content description = description(message);
            if (description != null) {
                replace(message, description);
            }
        } else if (carriesSession(message) && isOptional(message.getContentDisposition())) {
            message.removeContent();
        }
    }

    private static boolean carriesSession(SIPMessage message) {
        return message.getCSeq() != null
                && (message.getCSeq().getMethod().equals("INVITE")
                        || message.getCSeq().getMethod().equals("UPDATE"));
    }

    /** Null when there is none, or a part beside it must be understood. */
    private static @Nullable Content description(SIPMessage message) {
        Content found = null;
        try {
            for (Iterator<Content> parts = message.getMultipartMimeContent().getContents(); parts.hasNext(); ) {
                Content part = parts.next();
                if (part.getContentTypeHeader() != null && isSdp(part.getContentTypeHeader())) {
                    found = found == null ? part : found;
                } else if (isRequired(part.getContentDispositionHeader())) {
                    return null;
                }
            }
        } catch (ParseException | RuntimeException e) {
            return null; // no parts that could be read: a body of a kind that we do not take
        }
        return found;
    }

    private static void replace(SIPMessage message, Content description) {
        try {
            byte[] text = String.valueOf(description.getContent()).getBytes(UTF_8);
            message.setContent(text, description.getContentTypeHeader());
        } catch (ParseException e) {
            throw new IllegalStateException("bytes are a body", e);
        }
    }

    private static boolean isSdp(ContentTypeHeader type) {
        return type.getContentType().equalsIgnoreCase("application")
                && type.getContentSubType().equalsIgnoreCase("sdp");
    }

    /** Said so: nothing said means required for a body that stands alone (RFC 3261 20.11). */
    private static boolean isOptional(@Nullable ContentDispositionHeader disposition) {
        return handling(disposition).equals("optional");
    }

    /** Said so: trunks put parts beside a description that nobody needs, and say nothing. */
    private static boolean isRequired(@Nullable ContentDispositionHeader disposition) {
        return handling(disposition).equals("required");
    }

    private static String handling(@Nullable ContentDispositionHeader disposition) {
        String handling = disposition == null ? null : disposition.getHandling();
        return handling == null ? "" : handling.toLowerCase(Locale.ROOT);
    }
}
