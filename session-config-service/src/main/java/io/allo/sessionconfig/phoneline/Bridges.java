// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.phoneline;

import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.secret.StoredSecrets;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The lines of agents as SIP bridges discover them. */
@ApplicationScoped
class Bridges {
    private static final String LINES = """
            select l.id, l.agent_id, l.restaurant_id, g.name, l.phone_number, l.provider, l.sip_domain, l.sip_username,
                   l.sip_password, coalesce(g.settings ->> 'transportType', 'sip_bridge') = 'sip_bridge' as bridged,
                   (p.policy ->> 'maxConcurrentCalls')::integer as most, r.state, r.gateway
              from phone_lines l
              join agents g on g.id = l.agent_id and g.is_active
              left join sip_account_policy p on p.sip_account_id = l.sip_account_id
              left join sip_account_registrations r on r.sip_account_id = l.sip_account_id
             where l.is_active and ($1::uuid is null or l.account_id = $1)
             order by l.created_at, l.id limit 1000
            """;

    private final Pool pool;
    private final StoredSecrets secrets;

    Bridges(Pool pool, StoredSecrets secrets) {
        this.pool = pool;
        this.secrets = secrets;
    }

    /**
     * A line with what a bridge needs to register it.
     *
     * @param sipBridge whether a bridge carries it; the credentials are there only then
     * @param maxParallelCalls 0 = no limit
     */
    record SipAgent(
            @Nullable UUID restaurantId,
            String restaurantName,
            boolean sipBridge,
            @Nullable String sipDomain,
            @Nullable String sipUsername,
            @Nullable String sipPassword,
            String phoneNumber,
            String provider,
            int maxParallelCalls) {
        @Override
        public String toString() {
            return "SipAgent " + restaurantId;
        }
    }

    /**
     * A line on its bridge.
     *
     * @param host the gateway that last spoke of it, null when none has
     * @param wsUrl null: our gateway opens its sockets itself
     * @param lastCodec null: not told to this service
     */
    record Bridge(
            UUID phoneLineId,
            UUID agentId,
            @Nullable String host,
            @Nullable String wsUrl,
            boolean sipRegistered,
            @Nullable String lastCodec) {}

    /** @param activeCalls by agent; empty: calls are known to the gateways */
    record BridgeList(List<Bridge> bridges, Map<String, Integer> activeCalls) {}

    /** Passwords are read on a worker thread. */
    Uni<List<SipAgent>> agents(Caller caller) {
        return pool.preparedQuery(LINES)
                .execute(Tuple.of(caller.accountId()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(this::agent)
                        .toList());
    }

    Uni<BridgeList> bridges(Caller caller) {
        return pool.preparedQuery(LINES)
                .execute(Tuple.of(caller.accountId()))
                .map(rows -> new BridgeList(
                        StreamSupport.stream(rows.spliterator(), false)
                                .filter(row -> row.getBoolean("bridged"))
                                .map(Bridges::bridge)
                                .toList(),
                        Map.of()));
    }

    private SipAgent agent(Row row) {
        boolean bridged = row.getBoolean("bridged");
        String stored = row.getString("sip_password");
        Integer most = row.getInteger("most");
        return new SipAgent(
                row.getUUID("restaurant_id"),
                row.getString("name"),
                bridged,
                bridged ? row.getString("sip_domain") : null,
                bridged ? row.getString("sip_username") : null,
                bridged && stored != null ? secrets.decrypt(row.getUUID("id").toString(), stored) : null,
                row.getString("phone_number"),
                row.getString("provider"),
                most == null ? 0 : most);
    }

    private static Bridge bridge(Row row) {
        return new Bridge(
                row.getUUID("id"),
                row.getUUID("agent_id"),
                row.getString("gateway"),
                null,
                "registered".equals(row.getString("state")),
                null);
    }
}
