// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.ContactRequest;
import io.allo.contracts.session.ContactResolution;
import io.allo.sessionconfig.account.AccountEntity;
import io.allo.sessionconfig.account.Accounts;
import io.allo.sessionconfig.agent.AgentEntity;
import io.allo.sessionconfig.agent.Agents;
import io.allo.sessionconfig.secret.StoredSecrets;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the agent of a called address. */
@ApplicationScoped
public class ContactRouter {
    private final Agents agents;
    private final Accounts accounts;
    private final StoredSecrets secrets;
    private final ObjectMapper json;

    ContactRouter(Agents agents, Accounts accounts, StoredSecrets secrets, ObjectMapper json) {
        this.agents = agents;
        this.accounts = accounts;
        this.secrets = secrets;
        this.json = json;
    }

    /** The agent, or null when the address belongs to nobody. Opens its own session. */
    public Uni<@Nullable ContactResolution> resolve(ContactRequest request) {
        String address = CalledAddress.canonical(request.called());
        return Panache.withSession(() -> agents.at(request.channel(), address)
                        .chain(agent -> agent == null
                                ? Uni.createFrom().<Answerer>nullItem()
                                : accounts.byId(agent.accountId).map(account -> Answerer.of(agent, account))))
                // Reading the session key derives an AES key: not on the event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(answerer -> answerer == null ? null : resolution(answerer.agent(), answerer.account()));
    }

    private ContactResolution resolution(AgentEntity agent, AccountEntity account) {
        String key = agent.externalSessionKey;
        return new ContactResolution(
                account.id.toString(),
                account.region,
                agent.id.toString(),
                agent.name,
                List.of(agent.languages.split(",")),
                agent.model,
                agent.voice,
                agent.ringTimeoutSeconds,
                agent.maxCallDurationSec,
                agent.externalSessionUrl,
                key == null ? null : secrets.decrypt(agent.id.toString(), key),
                restaurantId(agent),
                agent.basePrompt,
                agent.transferNumber);
    }

    private @Nullable String restaurantId(AgentEntity agent) {
        try {
            return json.readTree(agent.config).path("restaurantId").asText(null);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("agent " + agent.id + ": config is no JSON object", e);
        }
    }

    private record Answerer(AgentEntity agent, AccountEntity account) {
        static @Nullable Answerer of(AgentEntity agent, @Nullable AccountEntity account) {
            return account == null ? null : new Answerer(agent, account);
        }
    }
}
