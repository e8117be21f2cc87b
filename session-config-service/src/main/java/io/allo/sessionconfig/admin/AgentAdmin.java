// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.allo.sessionconfig.admin.AgentStore.Stored;
import io.allo.sessionconfig.agent.HandoffRules;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.door.UnfitException;
import io.allo.sessionconfig.secret.StoredSecrets;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What managers do with agents; an account sees and changes its own only. */
@ApplicationScoped
class AgentAdmin {
    private static final String VAPI = "vapi";
    private static final String SECRET = "secret";

    private final AgentStore store;
    private final Owners owners;
    private final AccountKeys keys;
    private final AgentDestinations destinations;
    private final StoredSecrets secrets;
    private final AuditLog audit;
    private final Pool pool;

    AgentAdmin(
            AgentStore store,
            Owners owners,
            AccountKeys keys,
            AgentDestinations destinations,
            StoredSecrets secrets,
            AuditLog audit,
            Pool pool) {
        this.store = store;
        this.owners = owners;
        this.keys = keys;
        this.destinations = destinations;
        this.secrets = secrets;
        this.audit = audit;
        this.pool = pool;
    }

    /** @param accountId further filter */
    Uni<List<Map<String, Object>>> list(Caller caller, @Nullable UUID accountId) {
        if (accountId != null && !caller.sees(accountId)) {
            return Uni.createFrom().item(List.of());
        }
        return store.all(accountId == null ? caller.accountId() : accountId)
                .map(agents -> agents.stream().map(AgentAdmin::view).toList());
    }

    Uni<Map<String, Object>> get(Caller caller, UUID id) {
        return visible(caller, id).map(AgentAdmin::view);
    }

    /** 404 when it does not exist for this caller. */
    Uni<Stored> visible(Caller caller, UUID id) {
        return store.byId(id).invoke(agent -> {
            if (agent == null || !caller.sees(agent.accountId())) {
                throw new NotFoundException("agent " + id + " is unknown");
            }
        });
    }

    /** With the agent's key in clear, here only, for whoever may hold keys. */
    Uni<Map<String, Object>> create(Caller caller, Actor actor, @Nullable JsonNode body) {
        AgentForm form = AgentForm.read(body, true);
        UUID id = UUID.randomUUID();
        String apiToken = holdsKeys(actor) ? AccountKeys.fresh() : null;
        String publicToken = AccountKeys.freshPublic();
        JsonObject settings = form.settings();
        return owners.of(caller, body)
                .call(owner -> refuseForeignCustomer(form, owner))
                .call(owner -> settleHandoffs(form, owner, id))
                .chain(owner -> columns(id, form, settings, new JsonObject())
                        .invoke(columns -> {
                            columns.put("id", id);
                            columns.put("account_id", owner);
                            columns.put("public_token", publicToken);
                            columns.putIfAbsent("ai_model", "gpt-realtime");
                        })
                        .chain(columns -> pool.withTransaction(connection -> store.insert(connection, columns)
                                .call(() -> store.chat(
                                        connection, id, publicToken, settings.getBoolean("chatEnabled", false)))
                                .call(() -> apiToken == null
                                        ? Uni.createFrom().voidItem()
                                        : keys.insert(connection, owner, keyLabel(id), apiToken))
                                .call(() -> audit.write(
                                        connection, actor, change(owner, id, "agent.created", form.fields()))))))
                .chain(() -> get(caller, id))
                .map(view -> {
                    Map<String, Object> created = new LinkedHashMap<>(view);
                    if (apiToken != null) {
                        created.put("apiToken", apiToken);
                    }
                    return created;
                });
    }

    /** How the key that was made with an agent is called. */
    static String keyLabel(UUID id) {
        return "agent " + id;
    }

    /** A key does what the owner may: who edits agents gets none. */
    private static boolean holdsKeys(Actor actor) {
        return actor.person() == null || actor.person().role().administers();
    }

    Uni<Map<String, Object>> change(Caller caller, Actor actor, UUID id, @Nullable JsonNode body) {
        AgentForm form = AgentForm.read(body, false);
        return visible(caller, id)
                .call(agent -> destinations.check(actor, agent, form))
                .call(agent -> refuseForeignCustomer(form, agent.accountId()))
                .call(agent -> settleHandoffs(form, agent.accountId(), id))
                .chain(agent -> {
                    JsonObject settings = agent.settings().copy().mergeIn(form.settings());
                    return columns(id, form, settings, new JsonObject(agent.config()))
                            .chain(columns -> pool.withTransaction(connection -> store.update(connection, id, columns)
                                    .call(() -> agent.publicToken() == null
                                            ? Uni.createFrom().voidItem()
                                            : store.chat(
                                                    connection,
                                                    id,
                                                    agent.publicToken(),
                                                    settings.getBoolean("chatEnabled", false)))
                                    .call(() -> audit.write(
                                            connection,
                                            actor,
                                            change(agent.accountId(), id, "agent.changed", form.fields())))));
                })
                .chain(() -> get(caller, id));
    }

    private Uni<Void> refuseForeignCustomer(AgentForm form, UUID owner) {
        UUID customer = form.finalCustomer();
        return customer == null
                ? Uni.createFrom().voidItem()
                : store.isCustomerOf(customer, owner)
                        .invoke(his -> {
                            if (!his) {
                                throw new BadRequestException("finalCustomerId: there is no such final customer");
                            }
                        })
                        .replaceWithVoid();
    }

    /** Names may have been given instead of ids; 422 for whom the account does not have. */
    private Uni<Void> settleHandoffs(AgentForm form, UUID owner, UUID self) {
        JsonNode rules = form.config() == null
                ? MissingNode.getInstance()
                : form.config().path(HandoffRules.FIELD);
        if (rules.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return store.names(owner)
                .invoke(names -> {
                    Map<String, String> faults = HandoffRules.settle(rules, self, names);
                    if (!faults.isEmpty()) {
                        throw UnfitException.of("config.", faults);
                    }
                })
                .replaceWithVoid();
    }

    /** Deriving keys takes tens of milliseconds: on a worker. */
    private Uni<Map<String, @Nullable Object>> columns(
            UUID id, AgentForm form, JsonObject settings, JsonObject storedConfig) {
        return Uni.createFrom()
                .<Map<String, @Nullable Object>>item(() -> {
                    Map<String, @Nullable Object> columns = new LinkedHashMap<>(form.columns());
                    columns.put("settings", settings);
                    if (form.sessionKey() != null) {
                        columns.put(
                                "external_session_key",
                                form.sessionKey().isEmpty() ? null : secrets.encrypt(id.toString(), form.sessionKey()));
                    }
                    if (form.config() != null) {
                        columns.put(
                                "config",
                                sealed(id, new JsonObject(form.config().toString()), storedConfig)
                                        .encode());
                    }
                    return columns;
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private JsonObject sealed(UUID id, JsonObject config, JsonObject stored) {
        if (config.getValue(VAPI) instanceof JsonObject vapi && vapi.getValue(SECRET) instanceof String secret) {
            String before = stored.getJsonObject(VAPI, new JsonObject()).getString(SECRET);
            if (!secret.equals(AgentForm.MASK)) {
                vapi.put(SECRET, secrets.encrypt(id.toString(), secret));
            } else if (before == null) {
                vapi.remove(SECRET);
            } else {
                vapi.put(SECRET, before);
            }
        }
        return config;
    }

    private static Map<String, Object> view(Stored agent) {
        JsonObject config = new JsonObject(agent.config());
        if (config.getValue(VAPI) instanceof JsonObject vapi && vapi.getValue(SECRET) != null) {
            vapi.put(SECRET, AgentForm.MASK);
        }
        JsonObject view = agent.shown().copy();
        AgentForm.defaults()
                .mergeIn(agent.settings())
                .forEach(setting -> view.put(setting.getKey(), setting.getValue()));
        return Objects.requireNonNull(view.put("config", config).getMap());
    }

    private static Change change(UUID account, UUID id, String action, Collection<String> fields) {
        return new Change(account, action, "agent:" + id, fields);
    }
}
