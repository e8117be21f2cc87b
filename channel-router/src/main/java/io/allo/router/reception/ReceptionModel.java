// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.conversation.AgentEvent.KeyEntry;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel;
import io.smallrye.mutiny.Multi;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reception profile as a {@link ChatModel}: an agent has it by its {@code model}. A pure function of the request, tool call ids
 * included, so that a turn can be replayed on another replica. Any thread, never blocks.
 */
public final class ReceptionModel implements ChatModel {
    public static final String NAME = "reception";

    private static final String TALK_TO_HUMAN = "talk_to_human";
    private static final KeyEntry ONE_KEY = new KeyEntry(1, true);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Multi<Event> respond(Request request) {
        return Multi.createFrom().iterable(() -> events(request).iterator());
    }

    private static List<Event> events(Request request) {
        Visit visit = begin(request);
        Desk desk = desk(request);
        Step step = switch (request.messages().getLast()) {
            case Message.Greeting greeting -> Step.say(visit, desk.phrases().say("greeting"));
            case Message.User user -> desk.heard(visit, user.text(), request.now());
            case Message.ToolResult result -> desk.done(visit, result.tool(), result.result());
            case Message.Agent agent -> Step.say(visit, "");
            case Message.ToolCall call -> Step.say(visit, "");
        };
        List<Event> events = new ArrayList<>();
        if (!step.text().isEmpty()) {
            // Pieces of a turn are joined without separator, and after a tool's result the turn may go on.
            events.add(new Event.Text(step.tool() == null ? step.text() : step.text() + " "));
        }
        if (step.tool() != null) {
            events.add(new Event.ToolCall(callId(request), step.tool(), step.arguments()));
        }
        events.add(new Event.Done(step.visit().memory(), keys(request, step)));
        return events;
    }

    /** Who is asked again after he has handed over in writing has got the person back: he begins anew. */
    private static Visit begin(Request request) {
        Visit visit = Visit.of(request.memory());
        boolean back = visit.stage() == Stage.TRANSFERRED
                && tools(request).contains(TALK_TO_HUMAN)
                && request.messages().getLast() instanceof Message.User;
        return back ? Visit.NEW : visit;
    }

    /** In writing a person of the business is asked for by a tool of its own, which stands for a transfer. */
    private static Set<String> tools(Request request) {
        Set<String> names = request.session().tools().stream()
                .map(ToolDefinition::name)
                .collect(Collectors.toCollection(HashSet::new));
        if (names.contains(TALK_TO_HUMAN)) {
            names.add(Desk.TRANSFER);
        }
        return names;
    }

    private static Desk desk(Request request) {
        List<String> languages =
                request.languages().stream().filter(Phrases::knows).distinct().toList();
        String language = languages.isEmpty() ? "fr" : languages.getFirst();
        boolean voice = request.channel() == Channel.VOICE;
        return new Desk(
                Phrases.of(language, voice),
                language,
                tools(request),
                voice,
                request.languages().equals(List.of("fr")));
    }

    /** The place in the conversation names the call: the same request makes the same call. */
    private static String callId(Request request) {
        return "reception-" + request.messages().size() + "-"
                + Integer.toHexString(Map.of("m", request.memory()).hashCode());
    }

    private static @Nullable KeyEntry keys(Request request, Step step) {
        boolean choosing = step.visit().stage() == Stage.WAIT_CONFIRM && step.tool() == null;
        return request.channel() == Channel.VOICE && choosing ? ONE_KEY : null;
    }
}
