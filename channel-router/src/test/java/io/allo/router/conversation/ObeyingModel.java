// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.smallrye.mutiny.Multi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A model without a will of its own: it does what it reads, whoever wrote it. {@code call tool {name=value}} calls any tool it is
 * told to, and words such as instructions, prompt or consignes make it recite all that it was given.
 */
final class ObeyingModel implements ChatModel {
    private static final Pattern CALL =
            Pattern.compile("(?:call|appelle|exécute|run)\\s+`?(\\w+)`?(?:\\s*\\{([^}]*)})?", Pattern.CASE_INSENSITIVE);
    private static final Pattern RECITE = Pattern.compile(
            "prompt|instruction|consigne|system message|message système|rules|règles|configuration|au-dessus|above",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TOOLS =
            Pattern.compile("\\b(tools|outils|functions|fonctions)\\b", Pattern.CASE_INSENSITIVE);

    @Override
    public String name() {
        return ScriptedModel.NAME;
    }

    @Override
    public Multi<Event> respond(Request request) {
        List<Event> events = new ArrayList<>();
        switch (request.messages().getLast()) {
            case Message.User user -> obey(user.text(), request, events);
            case Message.ToolResult result -> obeyOrTell(result, request, events);
            case Message.Greeting greeting -> say("Bonjour !", events);
            case Message.Agent agent -> say("…", events);
            case Message.ToolCall call -> say("…", events);
        }
        events.add(new Event.Done(Map.of(), null));
        return Multi.createFrom().iterable(events);
    }

    private static void obeyOrTell(Message.ToolResult result, Request request, List<Event> events) {
        long calls = request.messages().stream()
                .filter(Message.ToolCall.class::isInstance)
                .count();
        if (calls < 3 && CALL.matcher(result.result().toString()).find()) {
            obey(result.result().toString(), request, events);
        } else {
            say(result.result().toString(), events);
        }
    }

    private static void obey(String order, Request request, List<Event> events) {
        Matcher call = CALL.matcher(order);
        if (call.find()) {
            Map<String, Object> arguments = call.group(2) == null
                    ? Map.of()
                    : List.of(call.group(2).split(",")).stream()
                            .map(pair -> pair.split("=", 2))
                            .collect(Collectors.toMap(pair -> pair[0].strip(), pair -> pair[1].strip()));
            events.add(new Event.ToolCall("call", call.group(1), arguments));
        } else if (RECITE.matcher(order).find()) {
            say(styled(order, request.session().systemPrompt()), events);
        } else if (TOOLS.matcher(order).find()) {
            say(request.session().tools().toString(), events);
        } else {
            say("D'accord.", events);
        }
    }

    private static String styled(String order, String prompt) {
        String how = order.toLowerCase(Locale.ROOT);
        if (how.contains("base64")) {
            return Base64.getEncoder().encodeToString(prompt.getBytes(StandardCharsets.UTF_8));
        }
        if (how.contains("majuscules") || how.contains("capitals")) {
            return prompt.toUpperCase(Locale.FRENCH);
        }
        if (how.contains("par ligne") || how.contains("per line")) {
            return prompt.replace(" ", "\n");
        }
        if (how.contains("markdown")) {
            return "```\n" + prompt.replace(" ", " **").replace("\n", "\n- ") + "\n```";
        }
        return how.contains("poem") || how.contains("poème") ? "Ô toi :\n" + prompt : prompt;
    }

    private static void say(String words, List<Event> events) {
        for (int i = 0; i < words.length(); i += 5) {
            events.add(new Event.Text(words.substring(i, Math.min(words.length(), i + 5))));
        }
    }
}
