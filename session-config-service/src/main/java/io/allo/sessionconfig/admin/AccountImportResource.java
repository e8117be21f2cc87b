// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.sessionconfig.account.Accounts;
import io.allo.sessionconfig.agent.AgentEntity;
import io.allo.sessionconfig.agent.Agents;
import io.allo.sessionconfig.agent.ContactAddressEntity;
import io.allo.sessionconfig.secret.StoredSecrets;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Creates or changes an account with its agents in one transaction. */
@Path("/internal/accounts")
public class AccountImportResource {
    private final Accounts accounts;
    private final Agents agents;
    private final StoredSecrets secrets;
    private final ObjectMapper json;
    private final Clock clock;

    AccountImportResource(Accounts accounts, Agents agents, StoredSecrets secrets, ObjectMapper json, Clock clock) {
        this.accounts = accounts;
        this.agents = agents;
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
        return encryptedSessionKeys(document)
                .chain(keys -> Panache.withTransaction(() -> accounts.put(
                                id, document.name(), document.email(), document.region())
                        .chain(account -> each(document.keys(), key -> accounts.putKey(id, key.key(), key.label())))
                        .chain(() -> each(document.agents(), agent -> putAgent(id, agent, keys.get(agent.id()))))))
                .replaceWith(new Imported(
                        id,
                        document.agents().stream().map(AccountImport.Agent::id).toList()));
    }

    private Uni<Void> putAgent(UUID accountId, AccountImport.Agent from, String encryptedKey) {
        return agents.forChange(from.id(), accountId)
                .invoke(agent -> copy(from, agent, encryptedKey))
                .chain(agents::keep)
                .chain(() -> agents.unbindAll(from.id()))
                .chain(() -> each(from.addresses(), address -> agents.bind(from.id(), canonical(address))));
    }

    private void copy(AccountImport.Agent from, AgentEntity to, String encryptedKey) {
        to.name = from.name();
        to.basePrompt = from.basePrompt();
        to.model = from.model();
        to.voice = from.voice();
        to.languages = String.join(",", from.languages());
        to.ringTimeoutSeconds = from.ringTimeoutSeconds();
        to.maxCallDurationSec = from.maxCallDurationSec();
        to.externalSessionUrl = from.externalSessionUrl();
        to.externalSessionKey = encryptedKey;
        to.transferNumber = from.transferNumber();
        to.config = text(from.config());
        to.active = true;
        to.updatedAt = Instant.now(clock);
    }

    private static ContactAddressEntity.Address canonical(AccountImport.Address address) {
        return new ContactAddressEntity.Address(
                address.channel(), address.address().strip().toLowerCase(Locale.ROOT));
    }

    /** Deriving keys takes tens of milliseconds each: on a worker, then back on the request's own context. */
    private Uni<Map<UUID, String>> encryptedSessionKeys(AccountImport document) {
        Context request = Vertx.currentContext();
        return Uni.createFrom()
                .item(() -> {
                    Map<UUID, String> keys = new HashMap<>();
                    for (AccountImport.Agent agent : document.agents()) {
                        if (agent.externalSessionKey() != null) {
                            keys.put(agent.id(), secrets.encrypt(agent.id().toString(), agent.externalSessionKey()));
                        }
                    }
                    return keys;
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(command -> request.runOnContext(ignored -> command.run()));
    }

    private static <T> Uni<Void> each(List<T> items, Function<T, Uni<Void>> action) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (T item : items) {
            all = all.chain(() -> action.apply(item));
        }
        return all;
    }

    private String text(Map<String, Object> config) {
        try {
            return json.writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map read from JSON can be written as JSON", e);
        }
    }

    /** What was stored. */
    public record Imported(UUID accountId, List<UUID> agentIds) {}
}
