// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.ReachSettings;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationLog.ToolCall.Outcome;
import io.allo.router.conversation.Outreach.What;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code send_link} and {@code ask_on_whatsapp}: during a call the agent writes to its caller, and only to him. Offered on the telephone
 * where the agent's {@code config.reach} allows it and the account has a number for it. Only addresses on the agent's list are sent,
 * whoever talked the model into another.
 */
final class ReachTool {
    static final String SEND_LINK = "send_link";
    static final String ASK = "ask_on_whatsapp";
    private static final String CANCEL = "cancel";
    private static final int LONGEST_TEXT = 600;
    private static final int LONGEST_QUESTION = 300;
    private static final int LONGEST_URL = 500;
    /** What telephones make a link of. */
    private static final Pattern LINK = Pattern.compile(
            "(?i)\\b[a-z][a-z0-9+.-]*://\\S+|\\bwww\\.\\S+|\\b[a-z0-9-]+(\\.[a-z0-9-]+)*\\.[a-z]{2,}/\\S*");

    private final Outreach outreach;

    ReachTool(Outreach outreach) {
        this.outreach = outreach;
    }

    private static Map<String, Object> property(String description) {
        return Map.of("type", "string", "description", description);
    }

    /** @param links that may be sent: the model is told them, so that it invents none */
    private static List<ToolDefinition> definitions(List<String> links) {
        return List.of(
                new ToolDefinition(
                        "function",
                        SEND_LINK,
                        "Sends the caller a link or a short text on WhatsApp (or by SMS), to the number he calls from, while the call goes"
                                + " on. Tell him that you do. Only addresses that this business allows are sent.",
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of(
                                        "url",
                                                Map.of(
                                                        "type",
                                                        "string",
                                                        "description",
                                                        "The https address.",
                                                        "examples",
                                                        links),
                                        "text", property("Words, in his language: alone, or before the address.")))),
                new ToolDefinition(
                        "function",
                        ASK,
                        "Asks the caller on WhatsApp for something that is hard to say, while the call goes on. Tell him to look at his"
                                + " telephone, and talk on: what he sends comes later as a message that begins with [WhatsApp] or [SMS]."
                                + " Confirm it then. With cancel nothing is waited for any more.",
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of(
                                        "what",
                                        Map.of(
                                                "type",
                                                "string",
                                                "enum",
                                                List.of("photo", "location", "email", "text", CANCEL)),
                                        "question",
                                        property("What he reads, in his language; a fitting question unless given.")),
                                "required",
                                List.of("what"))));
    }

    static boolean named(String tool) {
        return SEND_LINK.equals(tool) || ASK.equals(tool);
    }

    /** The session with these tools in it, where the agent may use them with this caller. */
    static SessionConfig offer(
            SessionConfig session, ContactResolution agent, @Nullable String caller, Channel channel) {
        if (channel != Channel.VOICE || caller == null || !agent.reach().able()) {
            return session;
        }
        List<ToolDefinition> tools = new ArrayList<>(session.tools());
        tools.removeIf(tool -> named(tool.name()));
        tools.addAll(definitions(agent.reach().links()));
        return session.with(tools);
    }

    /** Is this call one for these tools, and not for a business's own of the same name? */
    static boolean is(Conversation conversation, Message.ToolCall call) {
        return named(call.tool()) && conversation.setup().agent().reach().able();
    }

    /** Never fails. */
    Uni<ToolLoop.Done> run(Conversation conversation, Message.ToolCall call) {
        return SEND_LINK.equals(call.tool()) ? sendLink(conversation, call) : ask(conversation, call);
    }

    private Uni<ToolLoop.Done> sendLink(Conversation conversation, Message.ToolCall call) {
        String url = text(call, "url");
        String text = text(call, "text");
        String words = Stream.of(text, url).filter(part -> !part.isEmpty()).reduce("", (a, b) -> (a + " " + b).strip());
        ReachSettings reach = conversation.setup().agent().reach();
        String misfit = words.isEmpty()
                ? "url or text is missing"
                : text.length() > LONGEST_TEXT || url.length() > LONGEST_URL
                        ? "too long (expected: at most " + LONGEST_TEXT + " characters of text)"
                        : !url.isEmpty() && !allowed(url, reach) || !linksAllowed(text, reach)
                                ? "this address may not be sent: it is not on the business's list"
                                : null;
        return misfit == null
                ? outreach.send(conversation, words).map(outcome -> told(outcome, "sent"))
                : Uni.createFrom().item(refused(misfit));
    }

    private Uni<ToolLoop.Done> ask(Conversation conversation, Message.ToolCall call) {
        String wanted = text(call, "what");
        if (wanted.equals(CANCEL)) {
            return outreach.cancel(conversation)
                    .map(open -> done(Map.of("success", true, "was_open", open), Outcome.SUCCESS));
        }
        Optional<What> what = Arrays.stream(What.values())
                .filter(one -> one.wireName().equals(wanted))
                .findFirst();
        String question = text(call, "question");
        if (what.isEmpty()) {
            return Uni.createFrom().item(refused("what: expected photo, location, email, text or cancel"));
        }
        if (question.length() > LONGEST_QUESTION
                || !linksAllowed(question, conversation.setup().agent().reach())) {
            return Uni.createFrom()
                    .item(refused("question: expected at most " + LONGEST_QUESTION + " characters and no address"));
        }
        String words = question.isEmpty() ? ReachWords.question(what.get(), conversation.language()) : question;
        return outreach.ask(conversation, what.get(), words).map(outcome -> told(outcome, "asked"));
    }

    private static boolean linksAllowed(String text, ReachSettings reach) {
        Matcher link = LINK.matcher(text);
        while (link.find()) {
            if (!allowed(link.group(), reach)) {
                return false;
            }
        }
        return true;
    }

    /** The beginning is compared as a host and a path, so that {@code https://good.example} is not {@code https://good.example.evil}. */
    private static boolean allowed(String url, ReachSettings reach) {
        try {
            URI address = new URI(url);
            return "https".equals(address.getScheme())
                    && address.getHost() != null
                    && address.getUserInfo() == null
                    && !address.getRawPath().contains("..")
                    && reach.links().stream().anyMatch(beginning -> begins(address, URI.create(beginning)));
        } catch (java.net.URISyntaxException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean begins(URI address, URI beginning) {
        return address.getHost().equalsIgnoreCase(beginning.getHost())
                && address.getPort() == beginning.getPort()
                && address.getRawPath().startsWith(beginning.getRawPath());
    }

    private static ToolLoop.Done told(Outreach.Outcome outcome, String done) {
        return switch (outcome) {
            case WHATSAPP, SMS ->
                done(
                        Map.of(
                                "success",
                                true,
                                "status",
                                done,
                                "channel",
                                outcome == Outreach.Outcome.SMS ? "sms" : "whatsapp"),
                        Outcome.SUCCESS);
            case TOO_MANY -> refused("this number got too many messages: ask aloud instead");
            case NOT_REACHED -> refused("this caller cannot be written to: ask aloud instead");
            case UNKNOWN -> ToolLoop.unavailable("writing to the caller");
        };
    }

    private static String text(Message.ToolCall call, String name) {
        return call.arguments().get(name) instanceof String text ? text.strip() : "";
    }

    private static ToolLoop.Done refused(String error) {
        return done(Map.of("success", false, "error", error), Outcome.REFUSED);
    }

    private static ToolLoop.Done done(Map<String, Object> result, Outcome outcome) {
        return new ToolLoop.Done(result, Map.of(), ToolFlags.NONE, outcome);
    }
}
