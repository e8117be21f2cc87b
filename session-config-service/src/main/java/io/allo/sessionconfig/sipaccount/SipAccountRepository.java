// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import io.allo.sessionconfig.sipaccount.SipAccountView.Availability;
import io.allo.sessionconfig.sipaccount.SipAccountView.Registration;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads SIP accounts. Plain SQL: triggers and defaults of the tables do much of the work, and others write them too. */
@ApplicationScoped
class SipAccountRepository {
    private static final String SELECT = """
            select a.id, p.account_id, b.region, a.label, a.trunk_uri, a.username, a.password, a.contact_host,
                   a.contact_port, a.contact_transport, a.is_default, a.is_active, p.contact_token, p.revision, p.policy,
                   a.created_at, a.updated_at
              from sip_accounts a
              join sip_account_policy p on p.sip_account_id = a.id
              left join accounts b on b.id = p.account_id
            """;
    private static final String ORDER = " order by a.is_default desc, a.label, a.id";
    private static final String LEGACY = """
            select 0 as id, b.id as account_id, b.region, 'app_settings' as label, s.sip_trunk_uri as trunk_uri,
                   s.sip_trunk_username as username, s.sip_trunk_password as password,
                   s.sip_contact_host as contact_host, s.sip_contact_port as contact_port,
                   s.sip_contact_transport as contact_transport, true as is_default, true as is_active,
                   s.sip_contact_token as contact_token, s.sip_revision as revision, '{}'::jsonb as policy,
                   s.created_at, s.updated_at
              from app_settings s
              left join accounts b
                on b.id = (select min(id::text)::uuid from accounts where is_active having count(*) = 1)
             where btrim(s.sip_trunk_uri) <> '' order by s.id limit 1
            """;

    private static final String AVAILABILITY = """
            select a.id, a.label, a.is_active, w.id as workflow_id, w.slug as workflow_slug,
                   a.is_active and (w.id is null or w.id is not distinct from $1::integer) as is_available
              from sip_accounts a
              join sip_account_policy p on p.sip_account_id = a.id
              left join lateral (select id, slug from current_workflows where sip_account_id = a.id
                                  order by id is not distinct from $1::integer, id limit 1) w on true
             where $2::uuid is null or p.account_id = $2
             order by a.is_default desc, a.label, a.id
            """;

    private final Pool pool;

    SipAccountRepository(Pool pool) {
        this.pool = pool;
    }

    /** Default first, then by label. */
    Uni<List<SipAccount>> all() {
        return list(pool.query(SELECT + ORDER).execute());
    }

    /** Those of the business that owns this account, default first, then by label; none when nobody owns it. */
    Uni<List<SipAccount>> besides(int id) {
        return list(pool.preparedQuery(SELECT
                        + " where p.account_id = (select account_id from sip_account_policy where sip_account_id = $1)"
                        + ORDER)
                .execute(Tuple.of(id)));
    }

    /** Those of a business, default first, then by label. */
    Uni<List<SipAccount>> ofBusiness(@Nullable UUID accountId) {
        return list(
                pool.preparedQuery(SELECT + " where p.account_id = $1" + ORDER).execute(Tuple.of(accountId)));
    }

    /** Null when there is none. */
    Uni<@Nullable SipAccount> byId(int id) {
        return list(pool.preparedQuery(SELECT + " where a.id = $1").execute(Tuple.of(id)))
                .map(found -> found.isEmpty() ? null : found.getFirst());
    }

    /** The trunk of {@code app_settings}, null when there is none. Its owner is the only business there is. */
    Uni<@Nullable SipAccount> legacy() {
        return list(pool.query(LEGACY).execute()).map(found -> found.isEmpty() ? null : found.getFirst());
    }

    /** A business that can own accounts. */
    record Business(UUID id, String region) {}

    /** Null when it does not exist or is switched off. */
    Uni<@Nullable Business> business(UUID id) {
        return pool.preparedQuery("select id, region from accounts where is_active and id = $1")
                .execute(Tuple.of(id))
                .map(rows ->
                        rows.rowCount() == 0 ? null : business(rows.iterator().next()));
    }

    /** Empty when there are several, or none. */
    Uni<Optional<Business>> onlyBusiness() {
        return pool.query("select id, region from accounts where is_active limit 2")
                .execute()
                .map(rows -> rows.rowCount() == 1
                        ? Optional.of(business(rows.iterator().next()))
                        : Optional.empty());
    }

    private static Business business(Row row) {
        return new Business(row.getUUID("id"), row.getString("region"));
    }

    /** What the gateways last said, by account. */
    Uni<Map<Integer, Registration>> registrations() {
        return pool.query("select sip_account_id, state, since, gateway, status, detail from sip_account_registrations")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(
                                row -> row.getInteger("sip_account_id"),
                                row -> new Registration(
                                        row.getString("state"),
                                        row.getOffsetDateTime("since"),
                                        row.getString("gateway"),
                                        row.getInteger("status"),
                                        row.getString("detail")))));
    }

    /** By label; an account that another workflow has is not available to this one. */
    Uni<List<Availability>> availability(@Nullable Integer workflowId, @Nullable UUID accountId) {
        return pool.preparedQuery(AVAILABILITY)
                .execute(Tuple.of(workflowId, accountId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Availability(
                                row.getInteger("id"),
                                row.getString("label"),
                                row.getBoolean("is_active"),
                                row.getBoolean("is_available"),
                                row.getInteger("workflow_id"),
                                row.getString("workflow_slug")))
                        .toList());
    }

    private static Uni<List<SipAccount>> list(Uni<RowSet<Row>> rows) {
        return rows.map(found -> StreamSupport.stream(found.spliterator(), false)
                .map(SipAccountRepository::account)
                .toList());
    }

    private static SipAccount account(Row row) {
        String transport = row.getString("contact_transport");
        return new SipAccount(
                row.getInteger("id"),
                row.getUUID("account_id"),
                row.getString("region"),
                row.getString("label"),
                row.getString("trunk_uri"),
                blankAsNull(row.getString("username")),
                blankAsNull(row.getString("password")),
                blankAsNull(row.getString("contact_host")),
                row.getInteger("contact_port"),
                transport == null || transport.isBlank() ? "udp" : transport.toLowerCase(Locale.ROOT),
                row.getBoolean("is_default"),
                row.getBoolean("is_active"),
                row.getString("contact_token"),
                row.getLong("revision"),
                (JsonObject) row.getValue("policy"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"));
    }

    private static @Nullable String blankAsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
