// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationLog.ToolCall.Outcome;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code collect}: the caller keys digits in. The model gets them, or, with {@code secure}, only how many there were: then they wait
 * in {@link HeldDigits} for the named tool's call. Offered on the telephone where the agent's {@code privacy.collect} is true.
 */
final class CollectTool {
    static final String NAME = "collect";
    private static final int MOST_DIGITS = 32;
    private static final int LONGEST_PROMPT = 600;
    private static final int LONGEST_NUMBER = 18;

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "function",
            NAME,
            "Has the caller key digits in on the telephone, and waits for them. The line itself says the prompt: do not say it too."
                    + " Use secure for what is secret (card number, expiry date, security code, PIN): you never see these digits. They"
                    + " go to the given argument of the given tool, which you call afterwards without that argument. Never ask for"
                    + " secret digits to be spoken.",
            Map.of(
                    "type",
                    "object",
                    "properties",
                    properties(),
                    "required",
                    List.of("prompt", "min_digits", "max_digits")));

    private final Keypad keypad;
    private final HeldDigits held;

    CollectTool(Keypad keypad, HeldDigits held) {
        this.keypad = keypad;
        this.held = held;
    }

    private static Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("prompt", property("string", "What the caller is to key in, in his language."));
        properties.put("min_digits", digits("The fewest digits."));
        properties.put("max_digits", digits("The most digits: the entry ends with the last of them."));
        properties.put(
                "finish_key",
                Map.of(
                        "type",
                        "string",
                        "enum",
                        List.of("#", "none"),
                        "description",
                        "What ends a shorter entry; # unless said otherwise."));
        properties.put("secure", property("boolean", "The digits are secret."));
        properties.put("tool", property("string", "With secure: the tool that gets the digits."));
        properties.put("argument", property("string", "With secure: the argument of that tool."));
        return properties;
    }

    private static Map<String, Object> property(String type, String description) {
        return Map.of("type", type, "description", description);
    }

    private static Map<String, Object> digits(String description) {
        return Map.of("type", "integer", "minimum", 1, "maximum", MOST_DIGITS, "description", description);
    }

    /** The session with this tool in it, where the agent may use it. */
    static SessionConfig offer(SessionConfig session, ContactResolution agent, Channel channel) {
        if (channel != Channel.VOICE || !agent.privacy().collect()) {
            return session;
        }
        List<ToolDefinition> tools = new ArrayList<>(session.tools());
        tools.removeIf(tool -> NAME.equals(tool.name()));
        tools.add(DEFINITION);
        return session.with(tools);
    }

    /** Is this call one for this tool, and not for a business's own of the same name? */
    static boolean is(Conversation conversation, Message.ToolCall call) {
        return NAME.equals(call.tool())
                && conversation.setup().agent().privacy().collect();
    }

    /** Was the caller keying something secret in when this was stored? He may go on with it now. */
    static boolean interrupted(Dialogue dialogue) {
        boolean secret = false;
        for (Message message : dialogue.messages()) {
            switch (message) {
                case Message.User user -> secret = false;
                case Message.ToolCall call -> {
                    if (NAME.equals(call.tool())) {
                        secret = Boolean.TRUE.equals(call.arguments().get("secure"));
                    }
                }
                case Message.ToolResult result -> {
                    if (NAME.equals(result.tool())) {
                        secret &= wireName(Keypad.Outcome.HUNG_UP)
                                .equals(result.result().get("outcome"));
                    }
                }
                case Message.Agent agent -> {}
                case Message.Greeting greeting -> {}
            }
        }
        return secret;
    }

    /** Never fails. */
    Uni<ToolLoop.Done> run(Conversation conversation, Message.ToolCall call) {
        Wanted wanted = Wanted.of(call.arguments());
        String misfit = misfit(conversation, wanted);
        if (misfit != null) {
            return Uni.createFrom().item(refused("invalid", misfit));
        }
        return keypad.ask(conversation.key(), wanted.entry())
                .map(keyed -> keyed.outcome() == Keypad.Outcome.COMPLETE
                        ? complete(conversation, wanted, keyed.digits())
                        : refused(wireName(keyed.outcome()), why(keyed.outcome())));
    }

    private record Wanted(Keypad.Entry entry, String tool, String argument) {
        static Wanted of(Map<String, Object> arguments) {
            Keypad.Entry entry = new Keypad.Entry(
                    text(arguments.get("prompt")),
                    number(arguments.get("min_digits"), 1),
                    number(arguments.get("max_digits"), MOST_DIGITS),
                    !"none".equals(arguments.get("finish_key")),
                    Boolean.TRUE.equals(arguments.get("secure")));
            return new Wanted(entry, text(arguments.get("tool")), text(arguments.get("argument")));
        }

        private static String text(@Nullable Object value) {
            String text = value instanceof String words ? words.strip() : "";
            return text.substring(0, Math.min(text.length(), LONGEST_PROMPT));
        }

        private static int number(@Nullable Object value, int otherwise) {
            return value instanceof Number number ? number.intValue() : otherwise;
        }
    }

    /** What the model has to put right, null when nothing. */
    private static @Nullable String misfit(Conversation conversation, Wanted wanted) {
        Keypad.Entry entry = wanted.entry();
        if (entry.prompt().isEmpty()) {
            return "prompt is missing (expected: what the caller is to key in)";
        }
        if (entry.minDigits() < 1 || entry.maxDigits() > MOST_DIGITS || entry.minDigits() > entry.maxDigits()) {
            return "min_digits and max_digits do not fit (expected: 1 <= min_digits <= max_digits <= " + MOST_DIGITS
                    + ")";
        }
        if (!entry.secret()) {
            boolean code = HeldDigits.isSecurityCode(entry.prompt()) || HeldDigits.isSecurityCode(wanted.argument());
            return code ? "a security code is only collected with secure: true" : null;
        }
        return conversation.setup().session().tools().stream()
                        .filter(tool -> wanted.tool().equals(tool.name()))
                        .filter(tool -> !ToolLoop.isBuiltIn(tool.name()))
                        .filter(tool -> schema(tool, wanted.argument()) != null)
                        .findFirst()
                        .isPresent()
                ? null
                : "secure needs the name of one of your tools in tool and of one of its arguments in argument";
    }

    private static @Nullable Map<?, ?> schema(ToolDefinition tool, String argument) {
        Object properties = tool.parameters() == null ? null : tool.parameters().get("properties");
        return properties instanceof Map<?, ?> named && named.get(argument) instanceof Map<?, ?> schema ? schema : null;
    }

    /** Text, unless the tool's schema wants a number. */
    static Object asWanted(SessionConfig session, String tool, String argument, String digits) {
        return session.tools().stream()
                                .filter(known -> tool.equals(known.name()))
                                .map(known -> schema(known, argument))
                                .anyMatch(schema -> schema != null && "integer".equals(schema.get("type")))
                        && digits.length() <= LONGEST_NUMBER
                ? (Object) Long.valueOf(digits)
                : digits;
    }

    private ToolLoop.Done complete(Conversation conversation, Wanted wanted, String digits) {
        if (!wanted.entry().secret()) {
            return done(Map.of("success", true, "digits", digits), Outcome.SUCCESS);
        }
        held.keep(conversation.key(), wanted.tool(), wanted.argument(), digits);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("success", true);
        result.put("keyed", digits.length() + " digits given");
        result.put("next", "call " + wanted.tool() + " without " + wanted.argument() + ": the line puts it in");
        return done(result, Outcome.SUCCESS);
    }

    private static String wireName(Keypad.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String why(Keypad.Outcome outcome) {
        return switch (outcome) {
            case COMPLETE -> "";
            case NOTHING -> "the caller keyed nothing in, although he was asked again";
            case TOO_FEW -> "the caller keyed too few digits in, although he was asked again";
            case CANCELLED -> "the caller pressed *: he does not want to key it in";
            case HUNG_UP -> "the line was interrupted before the entry was complete: ask again if the caller is there";
            case NO_KEYPAD -> "there is no keypad here";
        };
    }

    private static ToolLoop.Done refused(String outcome, String error) {
        return done(Map.of("success", false, "outcome", outcome, "error", error), Outcome.REFUSED);
    }

    private static ToolLoop.Done done(Map<String, Object> result, Outcome outcome) {
        return new ToolLoop.Done(result, Map.of(), ToolFlags.NONE, outcome);
    }
}
