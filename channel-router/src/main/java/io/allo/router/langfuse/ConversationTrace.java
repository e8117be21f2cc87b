// SPDX-License-Identifier: Apache-2.0
package io.allo.router.langfuse;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.AnswerTimes;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationLog.Role;
import io.allo.router.conversation.ConversationLog.ToolCall;
import io.allo.router.conversation.ConversationLog.Turn;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.UserTurn;
import io.allo.router.privacy.Masking;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The trace of one conversation as it grows: a root, under it the turns, under these answers of models and tools. An answer waits
 * for the agent's words, which come after it. Not safe by itself.
 */
final class ConversationTrace {
    private static final int MOST_WAITING = 64;

    private final ObservationWriter writer;
    private final Consumer<Observation> out;
    private final String traceId;
    private final String rootId;
    private final Channel channel;
    private final Instant startedAt;
    private final Map<String, Object> about;
    private final List<Answer> answers = new ArrayList<>();
    private @Nullable String words;
    private Instant boundary;
    private String turnId = TraceIds.span();
    private @Nullable Untimed untimed;

    /** A turn of a call that waits for its times. */
    private record Untimed(int number, Observation span) {}

    /** One answer of a model, without the words yet. */
    private record Answer(ModelUsage usage, @Nullable BigDecimal cost, Instant start, Instant end) {}

    ConversationTrace(Conversation conversation, ObservationWriter writer, Consumer<Observation> out) {
        this.writer = writer;
        this.out = out;
        this.traceId = TraceIds.trace(conversation.id());
        this.rootId = TraceIds.root(conversation.id());
        this.channel = conversation.key().channel();
        this.startedAt = conversation.startedAt();
        this.about = writer.trace(conversation);
        this.boundary = conversation.lastAt();
    }

    Channel channel() {
        return channel;
    }

    /** When something was last heard of it. */
    Instant lastAt() {
        return boundary;
    }

    void turn(Turn turn) {
        if (turn.role() == Role.USER) {
            words = turn.input() == UserTurn.Input.KEYS ? Masking.KEYS : turn.text();
            boundary = turn.at();
            return;
        }
        Instant begun = turn.firstWords() == null ? turn.at() : turn.at().minus(turn.firstWords());
        Instant end = turn.whole() == null ? turn.at() : begun.plus(turn.whole());
        answers(turn.text(), turn.firstWords() == null ? null : turn.at());
        Map<String, Object> attributes = writer.of(about, "span");
        writer.input(attributes, words);
        writer.output(attributes, turn.text());
        if (turn.firstWords() != null) {
            writer.metadata(attributes, "first_words_ms", turn.firstWords().toMillis());
        }
        tell();
        Observation turnSpan = observation(turnId, rootId, "turn", begun, end, attributes);
        if (channel == Channel.VOICE) {
            untimed = new Untimed(turn.number(), turnSpan);
        } else {
            out.accept(turnSpan);
        }
        turnId = TraceIds.span();
        words = null;
        boundary = end;
    }

    /** What the caller waited for in this turn. It comes after the turn itself, which waits for it until the next. */
    void timed(int number, AnswerTimes times) {
        if (untimed != null && untimed.number() == number) {
            waited("transcript", times.transcript());
            waited("turn", times.turn());
            waited("first_words", times.firstWords());
            waited("first_sound", times.firstSound());
            waited("sent", times.sent());
            waited("heard", times.heard());
            tell();
        }
    }

    private void waited(String stage, @Nullable Duration time) {
        if (untimed != null && time != null) {
            writer.metadata(untimed.span().attributes(), stage + "_ms", time.toMillis());
        }
    }

    private void tell() {
        if (untimed != null) {
            out.accept(untimed.span());
            untimed = null;
        }
    }

    void used(ModelUsage usage, @Nullable BigDecimal cost, Instant at) {
        boolean speech = usage.inputTokens() + usage.outputTokens() == 0;
        if (speech) {
            Map<String, Object> attributes = writer.of(about, "span");
            writer.usage(attributes, usage, cost);
            String name = usage.characters() > 0 ? "text to speech" : "speech to text";
            emit(TraceIds.span(), rootId, name, at.minusMillis(usage.audioMs()), at, attributes);
            return;
        }
        if (answers.size() < MOST_WAITING) {
            answers.add(new Answer(usage, cost, boundary, at));
        }
        boundary = at;
    }

    /** @param firstToken when the agent's first words came, null when nobody measured it */
    private void answers(@Nullable String said, @Nullable Instant firstToken) {
        for (Answer answer : answers) {
            Map<String, Object> attributes = writer.of(about, "generation");
            writer.usage(attributes, answer.usage(), answer.cost());
            boolean last = answer.equals(answers.getLast());
            if (last) {
                writer.input(attributes, words);
                writer.output(attributes, said);
            }
            if (firstToken != null && !firstToken.isBefore(answer.start()) && !firstToken.isAfter(answer.end())) {
                writer.firstToken(attributes, firstToken);
            }
            emit(TraceIds.span(), turnId, "llm", answer.start(), answer.end(), attributes);
        }
        answers.clear();
    }

    void toolCall(ToolCall call) {
        Map<String, Object> attributes = writer.of(about, "tool");
        writer.input(attributes, call.arguments());
        writer.output(attributes, call.result());
        if (call.outcome() != ToolCall.Outcome.SUCCESS) {
            writer.warning(attributes, call.outcome().name().toLowerCase(Locale.ROOT));
        }
        Instant end = call.at().plus(call.took());
        String name = call.outcome() == ToolCall.Outcome.UNKNOWN ? "unknown tool" : call.tool();
        emit(TraceIds.span(), turnId, name, call.at(), end, attributes);
        boundary = end;
    }

    void interrupted(Instant at, String heard) {
        Map<String, Object> attributes = writer.of(about, "event");
        writer.output(attributes, heard);
        emit(TraceIds.span(), rootId, "barge-in", at, at, attributes);
    }

    void ended(EndReason reason, Instant at) {
        answers(null, null);
        tell();
        Map<String, Object> attributes = writer.of(about, "agent");
        attributes.put("langfuse.trace.metadata.end_reason", reason.toString());
        emit(rootId, null, channel.wireName(), startedAt, at, attributes);
    }

    private void emit(
            String spanId,
            @Nullable String parentId,
            String name,
            Instant start,
            Instant end,
            Map<String, Object> attributes) {
        out.accept(observation(spanId, parentId, name, start, end, attributes));
    }

    private Observation observation(
            String spanId,
            @Nullable String parentId,
            String name,
            Instant start,
            Instant end,
            Map<String, Object> attributes) {
        Instant notBefore = end.isBefore(start) ? start : end;
        return new Observation(traceId, spanId, parentId, name, start, notBefore, attributes);
    }
}
