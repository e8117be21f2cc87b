// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import io.allo.toolexecutor.door.ApiException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a voice server tells of a call: body of {@code POST} and {@code PATCH /api/calls}. Absent fields stay as they are.
 *
 * @param id the record, for {@code PATCH}
 * @param callId the voice server's identifier: a second {@code POST} with it changes the same record
 * @param transcript a text, or a list of turns, each with {@code role} and {@code text} or {@code content}; kept as it is sent
 * @param costAi with margin, four decimals, in {@code costCurrency}, as the other costs
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record CallReport(
        @Nullable UUID id,
        @Nullable String restaurantId,
        @Nullable String callId,
        @Nullable String channel,
        @Nullable String callerPhone,
        @Nullable CallOutcome outcome,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Integer durationSec,
        @Nullable String endReason,
        @Nullable JsonNode transcript,
        @Nullable String aiModel,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable Long inputAudioTokens,
        @Nullable Long outputAudioTokens,
        @Nullable BigDecimal costAi,
        @Nullable BigDecimal costTelecom,
        @Nullable BigDecimal costGoogle,
        @Nullable String costCurrency) {
    static final List<String> CHANNELS = List.of("voice", "whatsapp", "web", "sms");
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TRANSCRIPT = 200_000;
    private static final int MOST_TURNS = 1_000;
    private static final BigDecimal LARGEST_COST = BigDecimal.valueOf(1_000_000);
    private static final int LONGEST_CALL_SEC = (int) Duration.ofDays(7).toSeconds();
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    /** Refuses what cannot be stored; 400 with what was expected. */
    CallReport checked() {
        if (channel != null && !CHANNELS.contains(channel)) {
            throw ApiException.badRequest("unknown channel (expected: one of " + String.join(", ", CHANNELS) + ")");
        }
        bounded(callId, "callId");
        bounded(callerPhone, "callerPhone");
        bounded(endReason, "endReason");
        bounded(aiModel, "aiModel");
        if (costCurrency != null && !costCurrency.matches("[A-Z]{3}")) {
            throw ApiException.badRequest("costCurrency is no currency (expected: three capital letters)");
        }
        if (durationSec != null && (durationSec < 0 || durationSec > LONGEST_CALL_SEC)) {
            throw ApiException.badRequest("durationSec is out of range (expected: 0-" + LONGEST_CALL_SEC + ")");
        }
        Stream.of(inputTokens, outputTokens, inputAudioTokens, outputAudioTokens)
                .forEach(CallReport::counted);
        Stream.of(costAi, costTelecom, costGoogle).forEach(CallReport::priced);
        between(startedAt, "startedAt");
        between(endedAt, "endedAt");
        if (startedAt != null && endedAt != null && endedAt.isBefore(startedAt)) {
            throw ApiException.badRequest("endedAt is before startedAt");
        }
        readable(transcript);
        return this;
    }

    /** Does it tell that the call is over? */
    boolean ends() {
        return endedAt != null || durationSec != null || (outcome != null && outcome != CallOutcome.IN_PROGRESS);
    }

    /** Did a person say something, as far as the transcript tells? */
    boolean personSpoke() {
        JsonNode words = transcript;
        if (words == null) {
            return false;
        }
        return words.isTextual()
                ? !words.textValue().isBlank()
                : words.valueStream()
                        .map(turn -> turn.path("role").asText())
                        .anyMatch(role -> !role.equals("assistant") && !role.equals("agent") && !role.equals("system"));
    }

    private static void bounded(@Nullable String text, String name) {
        if (text != null && text.length() > LONGEST_NAME) {
            throw ApiException.badRequest(
                    name + " has " + text.length() + " characters (expected: at most " + LONGEST_NAME + ")");
        }
    }

    private static void counted(@Nullable Long tokens) {
        if (tokens != null && tokens < 0) {
            throw ApiException.badRequest("tokens are negative");
        }
    }

    private static void priced(@Nullable BigDecimal cost) {
        if (cost != null && (cost.signum() < 0 || cost.compareTo(LARGEST_COST) > 0)) {
            throw ApiException.badRequest("a cost is out of range (expected: 0-" + LARGEST_COST + ")");
        }
    }

    private static void between(@Nullable Instant at, String name) {
        if (at != null && (at.isBefore(EARLIEST) || at.isAfter(LATEST))) {
            throw ApiException.badRequest(name + " is out of range (expected: years 2000 to 2099)");
        }
    }

    private static void readable(@Nullable JsonNode transcript) {
        if (transcript == null || transcript.isNull()) {
            return;
        }
        boolean turns = transcript.isArray()
                && transcript.size() <= MOST_TURNS
                && transcript.valueStream().allMatch(CallReport::isTurn);
        if (!turns && !transcript.isTextual()) {
            throw ApiException.badRequest(
                    "the field 'transcript' has the wrong type (expected: string, or turns with role and text, at most "
                            + MOST_TURNS + ")");
        }
        if (transcript.toString().length() > LONGEST_TRANSCRIPT) {
            throw ApiException.badRequest(
                    "transcript is too long (expected: at most " + LONGEST_TRANSCRIPT + " characters)");
        }
    }

    private static boolean isTurn(JsonNode turn) {
        return turn.path("role").isTextual()
                && (turn.path("text").isTextual() || turn.path("content").isTextual());
    }
}
