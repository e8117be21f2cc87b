// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.agent;

import io.allo.sessionconfig.agent.ContactAddressEntity.Address;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Agents and their addresses. Call within a session or transaction, on its event loop. */
@ApplicationScoped
public class Agents {

    /** The active agent at the first of these addresses that has one, or null. */
    public Uni<AgentEntity> at(String channel, List<String> addresses) {
        return at(channel, addresses.getFirst())
                .chain(agent -> agent != null || addresses.size() == 1
                        ? Uni.createFrom().item(agent)
                        : at(channel, addresses.subList(1, addresses.size())));
    }

    private static Uni<AgentEntity> at(String channel, String address) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "select a from AgentEntity a, ContactAddressEntity c"
                                        + " where c.address.channel = :channel and c.address.address = :address"
                                        + " and a.id = c.agentId and a.active",
                                AgentEntity.class)
                        .setParameter("channel", channel)
                        .setParameter("address", address)
                        .getSingleResultOrNull());
    }

    /** A telephone number at which this agent, else another of its business, is written to on this channel; null when there is none. */
    public Uni<@Nullable String> numberOf(AgentEntity agent, String channel) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "select c.address.address from AgentEntity a, ContactAddressEntity c"
                                        + " where c.address.channel = :channel and c.address.address like '+%'"
                                        + " and a.id = c.agentId and a.active and a.accountId = :account"
                                        + " order by case when a.id = :agent then 0 else 1 end, c.address.address",
                                String.class)
                        .setParameter("channel", channel)
                        .setParameter("account", agent.accountId)
                        .setParameter("agent", agent.id)
                        .setMaxResults(1)
                        .getSingleResultOrNull());
    }

    /** The agent of this id, null when there is none or it is switched off. */
    public Uni<@Nullable AgentEntity> active(UUID id) {
        return Panache.getSession()
                .chain(session -> session.find(AgentEntity.class, id))
                .map(agent -> agent == null || !agent.active ? null : agent);
    }

    /** The agent of this id, be it switched on or off; null when there is none. */
    public Uni<@Nullable AgentEntity> byId(UUID id) {
        return Panache.getSession().chain(session -> session.find(AgentEntity.class, id));
    }

    /** Names of the account's agents by id. */
    public Uni<Map<UUID, String>> names(UUID accountId) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "select a from AgentEntity a where a.accountId = :account", AgentEntity.class)
                        .setParameter("account", accountId)
                        .getResultList())
                .map(agents -> agents.stream().collect(Collectors.toMap(agent -> agent.id, agent -> agent.name)));
    }

    /** The stored agent, or a new one that is to be filled and kept. */
    public Uni<AgentEntity> forChange(UUID id, UUID accountId) {
        return Panache.getSession()
                .chain(session -> session.find(AgentEntity.class, id).chain(found -> {
                    if (found != null && !found.accountId.equals(accountId)) {
                        throw new AgentOfAnotherAccountException(id);
                    }
                    if (found != null) {
                        return Uni.createFrom().item(found);
                    }
                    AgentEntity agent = new AgentEntity();
                    agent.id = id;
                    agent.accountId = accountId;
                    return Uni.createFrom().item(agent);
                }));
    }

    /** Keeps an agent that {@link #forChange} gave. */
    public Uni<Void> keep(AgentEntity agent) {
        return Panache.getSession().chain(session -> session.merge(agent)).replaceWithVoid();
    }

    /** From now on this agent answers at this address. */
    public Uni<Void> bind(UUID agentId, Address address) {
        ContactAddressEntity row = new ContactAddressEntity();
        row.address = address;
        row.agentId = agentId;
        return Panache.getSession().chain(session -> session.merge(row)).replaceWithVoid();
    }

    /** This agent answers nowhere. */
    public Uni<Void> unbindAll(UUID agentId) {
        return Panache.getSession()
                .chain(session -> session.createMutationQuery(
                                "delete from ContactAddressEntity c where c.agentId = :agent")
                        .setParameter("agent", agentId)
                        .executeUpdate()
                        .replaceWithVoid());
    }

    /** An agent's id is taken by another account. */
    public static final class AgentOfAnotherAccountException extends RuntimeException {
        private static final long serialVersionUID = 1;

        AgentOfAnotherAccountException(UUID id) {
            super("agent " + id + " belongs to another account");
        }
    }
}
