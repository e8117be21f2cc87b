// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.preview;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.CallTools;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.preview.PreviewResource.Wish;
import io.allo.sessionconfig.routing.ContactRouter;
import io.allo.sessionconfig.session.ComposedSessions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotFoundException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Composes sessions to look at. */
@ApplicationScoped
class Previews {
    /** Where our own sessions are composed; a customer's server is free to use the path, too, and then looks like us. */
    private static final String OURS = "/api/ai";

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final ContactRouter router;
    private final ComposedSessions sessions;
    private final ObjectMapper json;

    Previews(ContactRouter router, ComposedSessions sessions, ObjectMapper json) {
        this.router = router;
        this.sessions = sessions;
        this.json = json;
    }

    /** Fails with 404 when the agent does not exist for this caller. */
    Uni<Preview> of(Caller caller, UUID id, Wish wish) {
        return router.seen(id)
                .invoke(agent -> {
                    if (agent == null || !caller.sees(UUID.fromString(agent.accountId()))) {
                        throw new NotFoundException("agent " + id + " is unknown");
                    }
                })
                .chain(agent -> of(Objects.requireNonNull(agent), id, wish));
    }

    private Uni<Preview> of(ContactResolution agent, UUID id, Wish wish) {
        String url = agent.externalSessionUrl();
        if (url == null || url.isBlank()) {
            String prompt = wish.prompt() != null ? wish.prompt() : Objects.requireNonNullElse(agent.basePrompt(), "");
            return Uni.createFrom()
                    .item(new Preview(
                            "agent",
                            null,
                            agent.model(),
                            agent.voice(),
                            agent.languages(),
                            prompt,
                            "",
                            CallTools.beside(agent.tools(), !wish.isChat()),
                            Map.of()));
        }
        return composed(agent, id, url, wish)
                .map(composing -> composing.map(session -> shown(agent, url, session)))
                .orElseGet(() -> Uni.createFrom().item(elsewhere(agent, url)));
    }

    /** Empty when a customer's server composes it. */
    private Optional<Uni<SessionConfig>> composed(ContactResolution agent, UUID id, String url, Wish wish) {
        URI address = URI.create(url);
        if (!OURS.equals(address.getPath())) {
            return Optional.empty();
        }
        Optional<UUID> calendar = parameter(address, "calendarId").flatMap(Previews::uuid);
        if (calendar.isPresent()) {
            return Optional.of(sessions.ofCalendar(calendar.get(), agent.accountId(), id, wish.isChat()));
        }
        return Optional.ofNullable(agent.restaurantId())
                .flatMap(Previews::uuid)
                .map(restaurant ->
                        sessions.ofRestaurant(restaurant, wish.caller(), agent.accountId(), id, wish.isChat()));
    }

    private Preview shown(ContactResolution agent, String url, SessionConfig session) {
        return new Preview(
                "allo",
                url,
                agent.model(),
                session.voice(),
                agent.languages(),
                session.systemPrompt(),
                session.greeting(),
                session.tools(),
                json.convertValue(session.initialContext(), OBJECT));
    }

    private static Preview elsewhere(ContactResolution agent, String url) {
        return new Preview(
                "server", url, agent.model(), agent.voice(), agent.languages(), null, "", List.of(), Map.of());
    }

    private static Optional<String> parameter(URI address, String name) {
        String query = Objects.requireNonNullElse(address.getRawQuery(), "");
        return Arrays.stream(query.split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst();
    }

    private static Optional<UUID> uuid(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
