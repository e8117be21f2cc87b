// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.session.SessionConfig.CustomerContext;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.UserTurn.Input;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dialogue as text.
 *
 * <pre>
 * == title                       a new dialogue
 * channel voice                  voice, web or whatsapp (the default)
 * languages fr en                the default
 * without delivery               parts that the session lacks, see {@link Pizzeria}
 * with taxi                      parts that it has besides
 * context caller_phone=+33…      context store
 * customer Léa | street | city | postal code
 * greet                          the engine asks for the first words
 * user> …   speech> …   keys> …  a turn
 * agent~ …                       the answer contains this
 * agent! …                       the answer does not contain this
 * agent=                         the answer is empty
 * tool name {arguments} => {result}
 * lost name                      the worker dies while this tool runs: no result ever comes
 * keyentry 3 | 1 immediate | none
 * later 15                       minutes pass
 * </pre>
 */
final class DialogueScript {
    private final String title;
    private final List<String> lines;
    private final Set<String> without = new HashSet<>();
    private final Set<String> with = new HashSet<>();
    private final Map<String, Object> context = new HashMap<>();
    private List<String> languages = List.of("fr", "en");
    private Channel channel = Channel.WHATSAPP;
    private @Nullable CustomerContext customer;
    private @Nullable Conversation conversation;

    private DialogueScript(String title, List<String> lines) {
        this.title = title;
        this.lines = lines;
    }

    static List<DialogueScript> read(Path file) {
        List<DialogueScript> scripts = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("== ")) {
                    scripts.add(new DialogueScript(line.substring(3), new ArrayList<>()));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    scripts.getLast().lines.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scripts;
    }

    String title() {
        return title;
    }

    void play() {
        for (String line : lines) {
            int space = line.indexOf(' ');
            String word = space < 0 ? line : line.substring(0, space);
            step(word, space < 0 ? "" : line.substring(space + 1).strip());
        }
        assertThat(conversation().isWaitingForTool()).as("no tool call is left").isFalse();
    }

    private void step(String word, String rest) {
        switch (word) {
            case "channel" -> channel = Channel.valueOf(rest.toUpperCase(Locale.ROOT));
            case "languages" -> languages = List.of(rest.split(" "));
            case "without" -> without.addAll(List.of(rest.split(" ")));
            case "with" -> with.addAll(List.of(rest.split(" ")));
            case "context" -> context.put(rest.substring(0, rest.indexOf('=')), rest.substring(rest.indexOf('=') + 1));
            case "customer" -> customer = customer(rest.split(" \\| "));
            case "greet" -> conversation().greet();
            case "user>" -> conversation().user(Input.TEXT, rest);
            case "speech>" -> conversation().user(Input.SPEECH, rest);
            case "keys>" -> conversation().user(Input.KEYS, rest);
            case "agent~" -> assertThat(conversation().said()).contains(rest);
            case "agent!" -> assertThat(conversation().said()).doesNotContain(rest);
            case "agent=" -> assertThat(conversation().said().strip()).isEqualTo(rest);
            case "tool" -> tool(rest);
            case "lost" -> conversation().loseTool(rest);
            case "keyentry" -> keyEntry(rest);
            case "later" -> conversation().later(Duration.ofMinutes(Long.parseLong(rest)));
            default -> throw new AssertionError("unknown line: " + word + " " + rest);
        }
    }

    private Conversation conversation() {
        if (conversation == null) {
            conversation = new Conversation(languages, channel, Pizzeria.session(without, with, customer), context);
        }
        return conversation;
    }

    private static CustomerContext customer(String[] parts) {
        return new CustomerContext(
                "c1",
                parts[0],
                "+33612345678",
                parts.length > 1 ? parts[1] : null,
                parts.length > 2 ? parts[2] : null,
                parts.length > 3 ? parts[3] : null,
                null,
                null,
                null,
                4,
                null);
    }

    private void tool(String rest) {
        int arrow = rest.indexOf(" => ");
        int space = rest.indexOf(' ');
        Event.ToolCall call = conversation().pendingCall();
        assertThat(call.tool()).as("after «%s»", conversation().said()).isEqualTo(rest.substring(0, space));
        assertThat(json(call.arguments())).isEqualTo(json(rest.substring(space + 1, arrow)));
        conversation().result(Pizzeria.JSON.convertValue(json(rest.substring(arrow + 4)), new TypeReference<>() {}));
    }

    private void keyEntry(String rest) {
        var entry = conversation().keyEntry();
        String actual = entry == null ? "none" : entry.maxDigits() + (entry.immediate() ? " immediate" : "");
        assertThat(actual).isEqualTo(rest);
    }

    private static JsonNode json(Object value) {
        try {
            String text = value instanceof String source ? source : Pizzeria.JSON.writeValueAsString(value);
            return Pizzeria.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(String.valueOf(value), e);
        }
    }
}
