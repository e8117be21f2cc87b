// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.conversation.AgentEvent.KeyEntry;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.SpokenLanguage;
import io.allo.router.conversation.UserTurn;
import io.allo.router.reception.Visit.Fact;
import io.smallrye.mutiny.Multi;
import java.time.DateTimeException;
import java.time.ZoneId;
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
    private static final ZoneId WITHOUT_ZONE = ZoneId.of("Europe/Paris");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Multi<Event> respond(Request request) {
        return Multi.createFrom().iterable(() -> events(request).iterator());
    }

    private static List<Event> events(Request request) {
        Visit visit = manner(request, begin(request));
        Desk desk = Desk.at(situation(request, visit));
        Step step = switch (request.messages().getLast()) {
            case Message.Greeting greeting -> Step.say(visit, desk.here().say("greeting"));
            case Message.User user -> desk.heard(visit, user.text());
            case Message.ToolResult result -> desk.done(visit, result.tool(), result.result());
            case Message.Agent agent -> Step.say(visit, "");
            case Message.ToolCall call -> Step.say(visit, "");
        };
        List<Event> events = new ArrayList<>();
        Visit after = step.visit();
        if (!step.text().isEmpty()) {
            // Pieces of a turn are joined without separator, and after a tool's result the turn may go on.
            events.add(new Event.Text(step.tool() == null ? step.text() : step.text() + " "));
            after = after.saying(true, step.text());
        }
        if (step.tool() != null) {
            events.add(new Event.ToolCall(callId(request), step.tool(), step.arguments()));
        }
        events.add(new Event.Done(after.memory(), keys(request, step)));
        return events;
    }

    /** Who is asked again after he has handed over in writing has got the person back: he begins anew. */
    private static Visit begin(Request request) {
        Visit visit = Visit.of(request.memory());
        boolean back = visit.stage() == Stage.TRANSFERRED
                && tools(request).contains(TALK_TO_HUMAN)
                && request.messages().getLast() instanceof Message.User;
        return back ? visit.fresh() : visit;
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

    /** How the person speaks: the language of this message, and whether he uses keys. */
    private static Visit manner(Request request, Visit before) {
        List<String> known = languages(request);
        String language = before.fact(Fact.LANGUAGE).isEmpty() ? known.getFirst() : before.fact(Fact.LANGUAGE);
        if (!(request.messages().getLast() instanceof Message.User user)) {
            return before.with(Fact.LANGUAGE, known.contains(language) ? language : known.getFirst());
        }
        String heard = known.size() > 1 && !before.stage().asksName()
                ? SpokenLanguage.of(user.text()).orElse(language)
                : language;
        boolean keys = request.channel() == Channel.VOICE && user.input() == UserTurn.Input.KEYS;
        return before.with(Fact.LANGUAGE, known.contains(heard) ? heard : known.getFirst())
                .with(Fact.KEYS, keys ? "yes" : "");
    }

    private static List<String> languages(Request request) {
        List<String> known =
                request.languages().stream().filter(Phrases::knows).distinct().toList();
        return known.isEmpty() ? List.of("fr") : known;
    }

    private static Situation situation(Request request, Visit visit) {
        boolean voice = request.channel() == Channel.VOICE;
        boolean keyed = !visit.fact(Fact.KEYS).isEmpty();
        String language = visit.fact(Fact.LANGUAGE);
        List<String> manners = keyed ? List.of(".keys", ".voice") : voice ? List.of(".voice") : List.of();
        return new Situation(
                Phrases.of(language, manners),
                language,
                tools(request),
                Writing.links(request.session().tools()),
                voice,
                request.languages().equals(List.of("fr")),
                request.context().get("caller_phone") instanceof String line ? line : null,
                zone(request.session().timezone()),
                request.now());
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null || name.isBlank() ? WITHOUT_ZONE : ZoneId.of(name);
        } catch (DateTimeException e) {
            return WITHOUT_ZONE;
        }
    }

    /** The place in the conversation names the call: the same request makes the same call. */
    private static String callId(Request request) {
        return "reception-" + request.messages().size() + "-"
                + Integer.toHexString(Map.of("m", request.memory()).hashCode());
    }

    private static @Nullable KeyEntry keys(Request request, Step step) {
        return request.channel() == Channel.VOICE && step.tool() == null
                ? step.visit().stage().keys()
                : null;
    }
}
