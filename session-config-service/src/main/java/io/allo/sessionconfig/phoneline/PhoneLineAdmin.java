// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.phoneline;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.phoneline.PhoneLineStore.Agent;
import io.allo.sessionconfig.secret.StoredSecrets;
import io.allo.sessionconfig.sipaccount.LineAccounts;
import io.allo.sessionconfig.sipaccount.LineAccounts.Line;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What managers do with telephone lines: the line, its SIP account and the agent's address change together or not at all. */
@ApplicationScoped
class PhoneLineAdmin {
    private static final int CONFLICT = 409;
    private static final String TAKEN = "23505";

    private final PhoneLineStore store;
    private final LineAccounts accounts;
    private final StoredSecrets secrets;
    private final AuditLog audit;
    private final Pool pool;

    PhoneLineAdmin(PhoneLineStore store, LineAccounts accounts, StoredSecrets secrets, AuditLog audit, Pool pool) {
        this.store = store;
        this.accounts = accounts;
        this.secrets = secrets;
        this.audit = audit;
        this.pool = pool;
    }

    Uni<List<PhoneLine>> ofAgent(Caller caller, UUID agentId) {
        return agent(caller, agentId).chain(agent -> store.ofAgent(agentId));
    }

    Uni<List<PhoneLine>> ofRestaurant(Caller caller, UUID restaurantId) {
        return store.ofRestaurant(caller.accountId(), restaurantId);
    }

    Uni<PhoneLine> create(Caller caller, Actor actor, UUID agentId, @Nullable JsonNode body) {
        PhoneLineForm form = PhoneLineForm.read(body, true);
        return agent(caller, agentId).chain(agent -> stored(actor, agent, UUID.randomUUID(), null, form));
    }

    Uni<PhoneLine> change(Caller caller, Actor actor, UUID agentId, UUID id, @Nullable JsonNode body) {
        PhoneLineForm form = PhoneLineForm.read(body, false);
        return agent(caller, agentId)
                .chain(agent -> store.byId(pool, id).chain(line -> {
                    if (line == null || !agent.id().equals(line.agentId())) {
                        throw new NotFoundException("phone line " + id + " is unknown");
                    }
                    return stored(actor, agent, id, line, form);
                }));
    }

    /** The restaurant's line with this number, else its only one, else a new one. */
    Uni<PhoneLine> upsert(Caller caller, Actor actor, UUID restaurantId, @Nullable JsonNode body) {
        PhoneLineForm known = PhoneLineForm.read(body, false);
        Object number = known.columns().get("phone_number");
        return store.agentOf(caller.accountId(), restaurantId).chain(agent -> {
            if (agent == null) {
                throw new BadRequestException("restaurantId: no agent serves this restaurant");
            }
            return store.ofRestaurant(agent.accountId(), restaurantId).chain(lines -> {
                PhoneLine line = lines.stream()
                        .filter(one -> one.phoneNumber().equals(number))
                        .findFirst()
                        .orElse(lines.size() == 1 ? lines.getFirst() : null);
                PhoneLineForm form = line == null ? PhoneLineForm.read(body, true) : known;
                return stored(actor, agent, line == null ? UUID.randomUUID() : line.id(), line, form);
            });
        });
    }

    /** 404 when it does not exist for this caller. */
    private Uni<Agent> agent(Caller caller, UUID id) {
        return store.agent(id).invoke(agent -> {
            if (agent == null || !caller.sees(agent.accountId())) {
                throw new NotFoundException("agent " + id + " is unknown");
            }
        });
    }

    /** What of a password is stored: once with the line, once with its SIP account. */
    private record Sealed(@Nullable String line, @Nullable String account) {}

    private Uni<PhoneLine> stored(Actor actor, Agent agent, UUID id, @Nullable PhoneLine before, PhoneLineForm form) {
        return encrypted(id, form.password())
                .chain(secret -> pool.withTransaction(connection -> written(
                                        connection, agent, id, before, form, secret.line())
                                .chain(() -> store.byId(connection, id))
                                .map(Objects::requireNonNull)
                                .call(line -> trunk(connection, line, secret.account()))
                                .call(line -> answered(connection, line, before))
                                .call(line -> audit.write(
                                        connection,
                                        actor,
                                        new Change(
                                                agent.accountId(),
                                                before == null ? "phone-line.created" : "phone-line.changed",
                                                "phone-line:" + id,
                                                form.columns().keySet())))
                                .chain(() -> store.byId(connection, id))
                                .map(Objects::requireNonNull))
                        .onFailure(PhoneLineAdmin::isTaken)
                        .transform(taken -> new WebApplicationException(
                                "phoneNumber: there is a line with this number", CONFLICT)));
    }

    private Uni<Void> written(
            SqlClient connection,
            Agent agent,
            UUID id,
            @Nullable PhoneLine before,
            PhoneLineForm form,
            @Nullable String sealed) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>(form.columns());
        columns.put("agent_id", agent.id());
        columns.put("restaurant_id", agent.restaurantId());
        if (sealed != null) {
            columns.put("sip_password", sealed);
        }
        if (before != null) {
            return store.update(connection, id, columns);
        }
        columns.put("id", id);
        columns.put("account_id", agent.accountId());
        return store.insert(connection, columns);
    }

    private Uni<Void> trunk(SqlClient connection, PhoneLine line, @Nullable String sealed) {
        Integer known = line.sipAccountId();
        if (!line.isTrunk()) {
            return known == null
                    ? Uni.createFrom().voidItem()
                    : accounts.switchOff(connection, known, line.accountId());
        }
        Line wanted = new Line(
                line.accountId(),
                "Line " + line.id().toString().substring(0, 8),
                Objects.requireNonNull(line.sipDomain()),
                Objects.requireNonNull(line.sipUsername()),
                sealed,
                line.sipTransport(),
                line.isActive());
        return accounts.put(connection, known, wanted)
                .chain(id -> id.equals(known)
                        ? Uni.createFrom().voidItem()
                        : store.update(connection, line.id(), Map.of("sip_account_id", id)));
    }

    /** The agent answers at the line's number as long as it is active. */
    private Uni<Void> answered(SqlClient connection, PhoneLine line, @Nullable PhoneLine before) {
        UUID agent = Objects.requireNonNull(line.agentId());
        Uni<Void> left = before == null || before.phoneNumber().equals(line.phoneNumber()) && line.isActive()
                ? Uni.createFrom().voidItem()
                : store.unbind(connection, before.phoneNumber(), agent);
        if (!line.isActive()) {
            return left;
        }
        return left.chain(() -> store.bind(connection, line.phoneNumber(), agent))
                .invoke(bound -> {
                    if (!bound) {
                        throw new WebApplicationException("phoneNumber: answers for another account", CONFLICT);
                    }
                })
                .replaceWithVoid();
    }

    /** On a worker: deriving keys takes tens of milliseconds. */
    private Uni<Sealed> encrypted(UUID id, @Nullable String password) {
        if (password == null) {
            return Uni.createFrom().item(new Sealed(null, null));
        }
        return Uni.createFrom()
                .item(() -> new Sealed(secrets.encrypt(id.toString(), password), accounts.sealed(password)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused && TAKEN.equals(refused.getSqlState());
    }
}
