// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.sessionconfig.account.Accounts;
import io.allo.sessionconfig.agent.AgentEntity;
import io.allo.sessionconfig.agent.AgentSettings;
import io.allo.sessionconfig.agent.Agents;
import io.allo.sessionconfig.agent.ContactAddressEntity;
import io.allo.sessionconfig.agent.HandoffRules;
import io.allo.sessionconfig.agent.TakeoverReader;
import io.allo.sessionconfig.agent.TranscriptSettings;
import io.allo.sessionconfig.door.UnfitException;
import io.allo.sessionconfig.door.UnfitException.Fault;
import io.allo.sessionconfig.secret.StoredSecrets;
import io.allo.sessionconfig.tooldefinition.SessionTools;
import io.allo.sessionconfig.user.SeedPeople;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Creates or changes an account with its agents in one transaction. */
@Path("/internal/accounts")
public class AccountImportResource {
    private static final String VAPI = "vapi";
    private static final String SECRET = "secret";

    private final Accounts accounts;
    private final Agents agents;
    private final SessionTools tools;
    private final SeedPeople people;
    private final StoredSecrets secrets;
    private final ObjectMapper json;
    private final Clock clock;

    AccountImportResource(
            Accounts accounts,
            Agents agents,
            SessionTools tools,
            SeedPeople people,
            StoredSecrets secrets,
            ObjectMapper json,
            Clock clock) {
        this.accounts = accounts;
        this.agents = agents;
        this.tools = tools;
        this.people = people;
        this.secrets = secrets;
        this.json = json;
        this.clock = clock;
    }

    /** Repeatable; answers what is now stored, without secrets. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<Imported> put(UUID id, @NotNull @Valid AccountImport document) {
        check(document);
        return stored(document)
                .chain(stored -> Panache.withTransaction(() -> accounts.put(
                                id, document.name(), document.email(), document.region())
                        .chain(account -> agents.names(id).invoke(names -> settleHandoffs(document, names, stored)))
                        .chain(account -> each(document.keys(), key -> accounts.putKey(id, key.key(), key.label())))
                        .chain(() -> each(document.agents(), agent -> putAgent(id, agent, stored.get(agent.id()))))))
                .chain(() -> each(document.agents(), this::seed))
                .chain(() -> each(
                        document.users(),
                        user -> people.put(id, user.email(), user.name(), user.role(), user.password())))
                .replaceWith(new Imported(
                        id,
                        document.agents().stream().map(AccountImport.Agent::id).toList()));
    }

    /** The agent of a restaurant or of a calendar gets its tools, as far as it has none of their names. */
    private Uni<Void> seed(AccountImport.Agent agent) {
        Uni<Void> restaurant = agent.config().get("restaurantId") == null
                ? Uni.createFrom().voidItem()
                : tools.seedRestaurant(agent.id());
        return agent.config().get("calendarId") == null
                ? restaurant
                : restaurant.chain(() -> tools.seedCalendar(agent.id()));
    }

    private void check(AccountImport document) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < document.agents().size(); i++) {
            String place = "agents[" + i + "].config.";
            JsonNode config = json.valueToTree(document.agents().get(i).config());
            AgentSettings.speechFaults(config.path("speech"))
                    .forEach((field, message) -> faults.add(new Fault(place + field, message)));
            AgentSettings.transferFault(config.path("transferMode"))
                    .ifPresent(message -> faults.add(new Fault(place + "transferMode", message)));
            TranscriptSettings.fault(config.path("transcript"))
                    .ifPresent(message -> faults.add(new Fault(place + "transcript", message)));
            HandoffRules.faultsIn(config).forEach((field, message) -> faults.add(new Fault(place + field, message)));
            AgentSettings.vapiFaults(config.path(VAPI))
                    .forEach((field, message) -> faults.add(new Fault(place + field, message)));
            TakeoverReader.faults(config.path("takeover"))
                    .forEach((field, message) -> faults.add(new Fault(place + field, message)));
        }
        if (!faults.isEmpty()) {
            throw new UnfitException(faults);
        }
    }

    /** Agents may name one another, and those that the account has already. */
    private void settleHandoffs(AccountImport document, Map<UUID, String> known, Map<UUID, Stored> stored) {
        Map<UUID, String> names = new HashMap<>(known);
        document.agents().forEach(agent -> names.put(agent.id(), agent.name()));
        for (int i = 0; i < document.agents().size(); i++) {
            UUID agent = document.agents().get(i).id();
            Stored kept = stored.get(agent);
            ObjectNode config = (ObjectNode) read(kept.config());
            Map<String, String> faults = HandoffRules.settle(config.path(HandoffRules.FIELD), agent, names);
            if (!faults.isEmpty()) {
                throw UnfitException.of("agents[" + i + "].config.", faults);
            }
            stored.put(agent, new Stored(kept.sessionKey(), config.toString()));
        }
    }

    private JsonNode read(String config) {
        try {
            return json.readTree(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a configuration was JSON a moment ago", e);
        }
    }

    private Uni<Void> putAgent(UUID accountId, AccountImport.Agent from, Stored stored) {
        return agents.forChange(from.id(), accountId)
                .invoke(agent -> copy(from, agent, stored))
                .chain(agents::keep)
                .chain(() -> agents.unbindAll(from.id()))
                .chain(() -> each(from.addresses(), address -> agents.bind(from.id(), canonical(address))));
    }

    private void copy(AccountImport.Agent from, AgentEntity to, Stored stored) {
        to.name = from.name();
        to.basePrompt = from.basePrompt();
        to.model = from.model();
        to.voice = from.voice();
        to.languages = String.join(",", from.languages());
        to.ringTimeoutSeconds = from.ringTimeoutSeconds();
        to.maxCallDurationSec = from.maxCallDurationSec();
        to.externalSessionUrl = from.externalSessionUrl();
        to.externalSessionKey = stored.sessionKey();
        to.transferNumber = from.transferNumber();
        to.config = stored.config();
        to.active = true;
        to.updatedAt = Instant.now(clock);
    }

    private static ContactAddressEntity.Address canonical(AccountImport.Address address) {
        return new ContactAddressEntity.Address(
                address.channel(), address.address().strip().toLowerCase(Locale.ROOT));
    }

    /** What of an agent is stored encrypted. */
    private record Stored(@Nullable String sessionKey, String config) {}

    /** Deriving keys takes tens of milliseconds each: on a worker, then back on the request's own context. */
    private Uni<Map<UUID, Stored>> stored(AccountImport document) {
        Context request = Vertx.currentContext();
        return Uni.createFrom()
                .item(() -> {
                    Map<UUID, Stored> stored = new HashMap<>();
                    document.agents().forEach(agent -> stored.put(agent.id(), stored(agent)));
                    return stored;
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(command -> request.runOnContext(ignored -> command.run()));
    }

    private Stored stored(AccountImport.Agent agent) {
        String row = agent.id().toString();
        ObjectNode config = json.valueToTree(agent.config());
        if (config.path(VAPI).hasNonNull(SECRET)) {
            String secret = config.path(VAPI).path(SECRET).asText();
            config.withObjectProperty(VAPI).put(SECRET, secrets.encrypt(row, secret));
        }
        String key = agent.externalSessionKey();
        return new Stored(key == null ? null : secrets.encrypt(row, key), config.toString());
    }

    private static <T> Uni<Void> each(List<T> items, Function<T, Uni<Void>> action) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (T item : items) {
            all = all.chain(() -> action.apply(item));
        }
        return all;
    }

    /** What was stored. */
    public record Imported(UUID accountId, List<UUID> agentIds) {}
}
