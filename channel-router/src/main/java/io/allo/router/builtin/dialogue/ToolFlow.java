// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.intent.Similarity;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.slot.Slot;
import io.allo.router.builtin.slot.SlotSchema;
import io.allo.router.builtin.wording.Phrase;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Any tool of the session that has no flow of its own: recognised by its description, filled by its schema (required
 * properties in schema order), read back, called with consent. Stateless.
 */
final class ToolFlow {
    private static final double MEANT = 0.5;

    private final ContactFlow contact;

    ToolFlow(ContactFlow contact) {
        this.contact = contact;
    }

    /** Starts the tool that the words describe; null when they describe none. */
    @Nullable
    Reply start(Turn turn, Heard heard) {
        if (turn.keysOnly() || heard.words().isEmpty()) {
            return null;
        }
        return fillable(turn).stream()
                .map(tool -> new Candidate(tool, described(turn, tool, heard)))
                .filter(candidate -> candidate.score() >= MEANT)
                .max(Comparator.comparingDouble(Candidate::score))
                .map(candidate -> next(turn, candidate.tool().name(), Map.of(), turn.reply()))
                .orElse(null);
    }

    @Nullable
    Reply heard(Turn turn, Focus.AnyTool focus, Heard heard) {
        return switch (focus) {
            case Focus.AnyTool.Filling filling -> fill(turn, filling, heard);
            case Focus.AnyTool.Consenting(String tool, Map<String, Object> values) ->
                consent(turn, tool, values, heard);
            // A turn in the middle of a tool call: the worker that waited for the result is gone.
            case Focus.AnyTool.Running _ -> contact.offerMessage(turn, turn.say(Phrase.OUTCOME_UNKNOWN));
        };
    }

    Reply result(Turn turn, Map<String, Object> result) {
        if (Results.outcomeUnknown(result)) {
            return contact.offerMessage(turn, turn.say(Phrase.OUTCOME_UNKNOWN));
        }
        boolean failed = Boolean.FALSE.equals(result.get("success")) || result.containsKey("error");
        if (failed) {
            return contact.offerMessage(turn, turn.say(Phrase.TOOL_FAILED));
        }
        String message = Results.text(result, "message");
        Reply told =
                message.isEmpty() ? turn.say(Phrase.TOOL_DONE) : turn.reply().say(message);
        return turn.resumed(told);
    }

    /** The question of a tool's focus. */
    static String question(Turn turn, Focus.AnyTool focus) {
        return switch (focus) {
            case Focus.AnyTool.Filling filling ->
                turn.business()
                        .tool(filling.tool())
                        .flatMap(definition ->
                                SlotSchema.of(definition.parameters()).slot(filling.asking()))
                        .map(slot -> ask(turn, slot))
                        .orElse("");
            case Focus.AnyTool.Consenting(String tool, Map<String, Object> values) -> readBack(turn, tool, values);
            case Focus.AnyTool.Running _ -> "";
        };
    }

    /** The descriptions of these tools, to be listed among what the agent can do; too long ones are left out. */
    static List<String> abilities(Turn turn) {
        if (turn.keysOnly()) {
            return List.of();
        }
        return fillable(turn).stream()
                .map(tool -> lowerFirst(sentence(tool.description())))
                .filter(description -> !description.isEmpty() && description.length() <= 80)
                .toList();
    }

    private static List<ToolDefinition> fillable(Turn turn) {
        return turn.business().tools().stream()
                .filter(tool -> tool.name() != null && !Tools.OWN.contains(tool.name()))
                .filter(tool -> SlotSchema.of(tool.parameters()).isFillable())
                .toList();
    }

    private @Nullable Reply fill(Turn turn, Focus.AnyTool.Filling focus, Heard heard) {
        if (heard.isCommand(Intent.ABORT)) {
            return turn.resumed(turn.say(Phrase.DROPPED));
        }
        Optional<Object> value = turn.business()
                .tool(focus.tool())
                .flatMap(tool -> SlotSchema.of(tool.parameters()).slot(focus.asking()))
                .flatMap(slot -> slot.read(heard, turn.lexicon()));
        if (value.isEmpty()) {
            return turn.say(Phrase.TOOL_BAD_VALUE);
        }
        Map<String, Object> values = new LinkedHashMap<>(focus.values());
        values.put(focus.asking(), value.get());
        return next(turn, focus.tool(), values, turn.reply());
    }

    private static Reply next(Turn turn, String tool, Map<String, Object> values, Reply reply) {
        return turn.business()
                .tool(tool)
                .flatMap(definition -> SlotSchema.of(definition.parameters()).missing(values))
                .map(slot -> reply.focusOn(new Focus.AnyTool.Filling(tool, values, slot.name())))
                .orElseGet(() -> reply.focusOn(new Focus.AnyTool.Consenting(tool, values)));
    }

    private static @Nullable Reply consent(Turn turn, String tool, Map<String, Object> values, Heard heard) {
        if (heard.isTop(Intent.YES)) {
            return turn.reply().call(tool, values, new Focus.AnyTool.Running(tool));
        }
        if (heard.isTop(Intent.CORRECT)) {
            return next(turn, tool, Map.of(), turn.reply());
        }
        return heard.isTop(Intent.NO) || heard.isTop(Intent.ABORT) ? turn.resumed(turn.say(Phrase.DROPPED)) : null;
    }

    private static String ask(Turn turn, Slot slot) {
        String question = slot.description().isEmpty()
                ? turn.text(Phrase.TOOL_ASK_NAMED, "slot", slot.name().replace('_', ' '))
                : turn.text(Phrase.TOOL_ASK_NAMED, "slot", lowerFirst(sentence(slot.description())));
        return slot.choices().isEmpty()
                ? question
                : question + " "
                        + turn.text(
                                Phrase.TOOL_CHOICES, "choices", turn.wording().or(slot.choices()));
    }

    private static String readBack(Turn turn, String tool, Map<String, Object> values) {
        String description = turn.business()
                .tool(tool)
                .map(ToolDefinition::description)
                .map(text -> text == null || text.isBlank() ? tool.replace('_', ' ') : text)
                .orElse(tool);
        String said = values.entrySet().stream()
                .map(entry -> turn.text(
                        Phrase.TOOL_VALUE,
                        "slot",
                        entry.getKey().replace('_', ' '),
                        "value",
                        value(turn, entry.getValue())))
                .collect(Collectors.joining(" "));
        return turn.text(Phrase.ASK_TOOL_CONSENT, "description", sentence(description) + ".", "values", said);
    }

    private static String value(Turn turn, Object value) {
        String word = value instanceof Boolean truth ? turn.wording().wordFor("answer", truth.toString()) : null;
        return word == null ? String.valueOf(value) : word;
    }

    /** How much of what was said is found in the tool's name and description. */
    private static double described(Turn turn, ToolDefinition tool, Heard heard) {
        List<String> known =
                Words.of(tool.name().replace('_', ' ') + " " + (tool.description() == null ? "" : tool.description()));
        List<String> said = heard.words().stream()
                .filter(word -> !turn.lexicon().isStopWord(word))
                .toList();
        long found = said.stream()
                .filter(word -> known.stream().anyMatch(other -> Similarity.sameWord(word, other)))
                .count();
        return said.isEmpty() ? 0 : (double) found / said.size();
    }

    /** The first sentence, without its full stop. */
    private static String sentence(@Nullable String text) {
        if (text == null) {
            return "";
        }
        int end = text.indexOf(". ");
        String first = (end < 0 ? text : text.substring(0, end)).strip();
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private record Candidate(ToolDefinition tool, double score) {}
}
