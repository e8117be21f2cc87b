// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent's {@code config.transcript}: who gets the words of a conversation by e-mail once it is over. Off by default.
 *
 * @param to the business's addresses
 * @param customer the person gets it too, where he gave an address for an appointment in that conversation
 * @param timezone IANA zone in which its times are written
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TranscriptMail(
        List<String> to, boolean customer, @Nullable String timezone) {
    /** Nobody. */
    public static final TranscriptMail NONE = new TranscriptMail(List.of(), false, null);

    public TranscriptMail {
        to = to == null ? List.of() : List.copyOf(to);
    }

    public boolean anybody() {
        return customer || !to.isEmpty();
    }
}
