// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.message.SIPResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import javax.sip.header.ContactHeader;
import javax.sip.header.RetryAfterHeader;
import org.jspecify.annotations.Nullable;

/** Where a final answer says to go instead, and when to come back. */
final class Redirects {
    private static final int MOST = 5;

    private Redirects() {}

    /** Contact URIs of a 3xx by falling q (RFC 3261 20.10: none = 1). */
    static List<String> contacts(@Nullable SIPResponse response) {
        if (response == null || response.getStatusCode() / 100 != 3) {
            return List.of();
        }
        List<Contact> found = new ArrayList<>();
        for (Iterator<?> each = response.getHeaders(ContactHeader.NAME); each.hasNext() && found.size() < MOST; ) {
            if (each.next() instanceof Contact contact && contact.getAddress() != null) {
                found.add(contact);
            }
        }
        found.sort(Comparator.comparing((Contact contact) -> contact.getQValue() < 0 ? 1f : contact.getQValue())
                .reversed());
        return found.stream()
                .map(contact -> contact.getAddress().getURI().toString())
                .toList();
    }

    static @Nullable Duration retryAfter(@Nullable SIPResponse response) {
        return response != null && response.getHeader(RetryAfterHeader.NAME) instanceof RetryAfterHeader header
                ? Duration.ofSeconds(header.getRetryAfter())
                : null;
    }
}
