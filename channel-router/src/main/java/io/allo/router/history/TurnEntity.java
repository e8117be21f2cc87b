// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code turns}, for reading. */
@Entity
@Table(name = "turns")
@IdClass(NumberedId.class)
class TurnEntity {
    @Id
    @Column(name = "conversation_id")
    String conversationId;

    @Id
    int number;

    String role;

    @Nullable
    String input;

    @Column(columnDefinition = "text")
    String text;

    @Column(name = "heard_text", columnDefinition = "text")
    @Nullable
    String heardText;

    Instant at;

    @Column(name = "first_words_ms")
    @Nullable
    Long firstWordsMs;

    @Column(name = "whole_ms")
    @Nullable
    Long wholeMs;

    @Column(name = "transcript_ms")
    @Nullable
    Long transcriptMs;

    @Column(name = "turn_ms")
    @Nullable
    Long turnMs;

    @Column(name = "model_words_ms")
    @Nullable
    Long modelWordsMs;

    @Column(name = "first_sound_ms")
    @Nullable
    Long firstSoundMs;

    @Column(name = "sent_ms")
    @Nullable
    Long sentMs;

    @Column(name = "heard_ms")
    @Nullable
    Long heardMs;

    @Column(name = "agent_id", columnDefinition = "text")
    @Nullable
    String agentId;
}
