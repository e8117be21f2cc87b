// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.ChatModel.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A caller who talked with the agent and left neither order, reservation nor message must not be forgotten: the last turns of his call
 * become a message to the business, where its session has {@code leave_message} and words may be kept. Pure functions.
 */
final class LastWordsMessage {
    private static final String TOOL = "leave_message";
    private static final Set<String> RESULTS = Set.of("confirm_order", "confirm_reservation", TOOL);
    private static final int TURNS = 6;
    private static final int LONGEST_TURN = 100;
    /** Keys that may be more than a choice of a menu. */
    private static final int SECRET_KEYS = 3;
    /** May be the number of a payment card; what is near it may be its code. */
    private static final Pattern CARD = Pattern.compile("\\d(?:[ .-]?\\d){12,}");

    private LastWordsMessage() {}

    /** @return the call of the tool; empty: nobody spoke, or something came of it */
    static Optional<Message.ToolCall> of(Conversation ended, EndReason reason) {
        List<Message> messages = ended.dialogue().messages();
        boolean talked = messages.stream().anyMatch(Message.User.class::isInstance);
        boolean offered = ended.setup().session().tools().stream().anyMatch(tool -> TOOL.equals(tool.name()));
        boolean handedOver = reason.equals(EndReason.TRANSFERRED);
        if (ended.key().channel() != Channel.VOICE
                || !talked
                || !offered
                || handedOver
                || !ended.keepsWords()
                || everything(ended).anyMatch(LastWordsMessage::isResult)) {
            return Optional.empty();
        }
        boolean french = ended.setup().language().startsWith("fr");
        Map<String, Object> arguments = Map.of("content", content(messages, french), "category", "info_request");
        return Optional.of(new Message.ToolCall("end-of-call", TOOL, arguments));
    }

    /** What the former agents did counts too. */
    private static Stream<Message> everything(Conversation ended) {
        return Stream.concat(
                ended.dialogue().messages().stream(),
                ended.relay().shelves().values().stream().flatMap(shelf -> shelf.messages().stream()));
    }

    private static boolean isResult(Message message) {
        return message instanceof Message.ToolResult done
                && RESULTS.contains(done.tool())
                && !Boolean.FALSE.equals(done.result().get("success"))
                && !done.result().containsKey("error");
    }

    private static String content(List<Message> messages, boolean french) {
        List<String> turns =
                messages.stream().flatMap(message -> turn(message, french)).toList();
        String text = turns.stream().skip(Math.max(0, turns.size() - TURNS)).collect(Collectors.joining("\n"));
        return CARD.matcher(text).find() ? text.replaceAll("\\d", "*") : text;
    }

    private static Stream<String> turn(Message message, boolean french) {
        return switch (message) {
            case Message.User user -> line(french ? "Client" : "Caller", shown(user));
            case Message.Agent agent -> line("Agent", agent.text());
            default -> Stream.empty();
        };
    }

    private static String shown(Message.User user) {
        boolean secret = user.input() == UserTurn.Input.KEYS && user.text().length() >= SECRET_KEYS;
        return secret ? user.text().replaceAll("\\d", "*") : user.text();
    }

    private static Stream<String> line(String who, String words) {
        String plain = words.strip().replaceAll("\\s+", " ");
        return plain.isEmpty() ? Stream.empty() : Stream.of(who + " : " + cut(plain));
    }

    private static String cut(String words) {
        return words.length() <= LONGEST_TURN ? words : words.substring(0, LONGEST_TURN);
    }
}
