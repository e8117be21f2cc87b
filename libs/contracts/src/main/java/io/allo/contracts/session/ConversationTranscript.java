// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /internal/transcripts}: the words of an ended conversation, for the e-mail that its agent wants. What may not be
 * kept, was erased or was masked is not in it.
 *
 * @param channel {@code voice whatsapp web sms}
 * @param caller the person's number, masked; null when unknown
 * @param language {@code fr} or {@code en}
 * @param durationSec null when unknown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConversationTranscript(
        String accountId,
        String conversationId,
        String agentName,
        String channel,
        @Nullable String caller,
        String language,
        Instant startedAt,
        @Nullable Long durationSec,
        List<Turn> turns,
        TranscriptMail recipients) {

    /** @param role {@code user} or {@code assistant} */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Turn(String role, String text, Instant at) {}
}
