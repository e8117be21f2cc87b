// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.session.TranscriptMail;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code transcript} of an agent's configuration: {@code {"to": ["rdv@example.org"], "customer": true}}. Absent: no e-mail. */
public final class TranscriptSettings {
    private static final Pattern MAIL =
            Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,8}");
    private static final int MOST = 5;
    private static final Set<String> FIELDS = Set.of("to", "customer");

    private TranscriptSettings() {}

    /** What is wrong with it; empty when it is fit or absent. */
    public static Optional<String> fault(JsonNode transcript) {
        if (transcript.isMissingNode() || transcript.isNull()) {
            return Optional.empty();
        }
        JsonNode to = transcript.path("to");
        JsonNode customer = transcript.path("customer");
        boolean addresses = to.isMissingNode()
                || to.isArray()
                        && to.size() <= MOST
                        && to.valueStream()
                                .allMatch(one -> one.isTextual()
                                        && MAIL.matcher(one.asText()).matches());
        boolean fits = transcript.isObject()
                && addresses
                && (customer.isMissingNode() || customer.isBoolean())
                && transcript.propertyStream().allMatch(field -> FIELDS.contains(field.getKey()));
        return fits
                ? Optional.empty()
                : Optional.of("expected {to: at most " + MOST + " e-mail addresses, customer: boolean}");
    }

    /** What cannot be read reaches nobody. */
    public static TranscriptMail read(JsonNode transcript, @Nullable String timezone) {
        if (!transcript.isObject() || fault(transcript).isPresent()) {
            return TranscriptMail.NONE;
        }
        List<String> to =
                transcript.path("to").valueStream().map(JsonNode::asText).toList();
        return new TranscriptMail(to, transcript.path("customer").asBoolean(), timezone);
    }
}
