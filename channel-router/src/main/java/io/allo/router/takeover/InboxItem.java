// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as the inbox shows it.
 *
 * @param person his number; null where it is not known
 * @param state {@code agent} (it answers), {@code waiting}, {@code held}, {@code missed} or {@code callback}
 * @param reason why somebody was asked: {@code tool keyword misses failed-tools abuse staff call}
 * @param note the agent's words for whoever comes
 * @param dueAt the person is told when nobody came until then
 * @param unread the person's messages that the holder has not seen
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InboxItem(
        String id,
        String channel,
        @Nullable String person,
        Agent agent,
        String language,
        String state,
        @Nullable String reason,
        @Nullable String note,
        @Nullable Instant askedAt,
        @Nullable Instant dueAt,
        @Nullable Holder holder,
        @Nullable Instant heldSince,
        @Nullable LastWords lastWords,
        Instant lastAt,
        @Nullable Instant endedAt,
        int unread) {

    public record Agent(String id, String name) {}

    public record Holder(String id, String name) {}

    /** @param role {@code user}, {@code agent} or {@code human} */
    public record LastWords(String role, String text, Instant at) {}

    /**
     * Something written or said.
     *
     * @param role {@code user}, {@code agent} or {@code human}
     * @param author name of the person of the business, null for others
     * @param delivery of a person of the business: {@code pending sending in_doubt sent unknown undeliverable direct}, or what the provider
     *     reports: {@code accepted queued sent delivered read failed}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Message(
            String id,
            String conversationId,
            String channel,
            String role,
            @Nullable String author,
            String text,
            Instant at,
            @Nullable String delivery) {}
}
