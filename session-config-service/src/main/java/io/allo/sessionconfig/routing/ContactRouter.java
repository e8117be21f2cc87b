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
import io.allo.sessionconfig.sipaccount.SipAccount;
import io.allo.sessionconfig.sipaccount.SipAccounts;
import io.allo.sessionconfig.sipaccount.SipAccounts.InUse;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the agent of a called address. */
@ApplicationScoped
public class ContactRouter {
    private final Agents agents;
    private final SipAccounts sipAccounts;
    private final WorkflowRouter workflows;
    private final Accounts accounts;
    private final StoredSecrets secrets;
    private final ObjectMapper json;

    ContactRouter(
            Agents agents,
            SipAccounts sipAccounts,
            WorkflowRouter workflows,
            Accounts accounts,
            StoredSecrets secrets,
            ObjectMapper json) {
        this.agents = agents;
        this.sipAccounts = sipAccounts;
        this.workflows = workflows;
        this.accounts = accounts;
        this.secrets = secrets;
        this.json = json;
    }

    /**
     * The agent, or null when nobody takes this contact. A workflow asked for by id talks whatever was called; else the agent
     * bound to the called address; else, for a call by a SIP account, the workflow that answers this account. A number of one
     * business is not reached by the SIP account of another. Opens its own session.
     */
    public Uni<@Nullable ContactResolution> resolve(ContactRequest request) {
        if (request.workflowId() != null) {
            return sipAccounts.inUse().chain(used -> workflows.named(request.workflowId(), used));
        }
        if (request.sipAccountId() == null) {
            return agent(request.channel(), List.of(CalledAddress.canonical(request.called())), null);
        }
        return sipAccounts
                .inUse()
                .chain(used -> used.byId(request.sipAccountId())
                        .filter(account -> account.accountId() != null)
                        .map(account -> by(account, used, request))
                        .orElseGet(() -> Uni.createFrom().nullItem()));
    }

    private Uni<@Nullable ContactResolution> by(SipAccount account, InUse used, ContactRequest request) {
        List<String> spellings = CalledAddress.spellings(request.called(), account.numberRegion());
        return agent(request.channel(), spellings, account.accountId())
                .chain(found -> found != null ? Uni.createFrom().item(found) : workflows.answering(account, used));
    }

    /** The agent at the first of these addresses that has one; null when none has, or only one of another business. */
    private Uni<@Nullable ContactResolution> agent(String channel, List<String> addresses, @Nullable UUID business) {
        return Panache.withSession(() -> agents.at(channel, addresses)
                        .chain(agent -> agent == null || (business != null && !business.equals(agent.accountId))
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
