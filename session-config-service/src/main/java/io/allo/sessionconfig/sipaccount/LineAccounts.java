// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import io.allo.sessionconfig.secret.StoredSecrets;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SIP accounts that belong to telephone lines: written in the line's own transaction. */
@ApplicationScoped
public class LineAccounts {
    private static final String INSERT =
            "insert into sip_accounts (label, trunk_uri, username, password, contact_transport,"
                    + " is_active) values ($1, $2, $3, $4, $5, $6) returning id";
    /** Without a new password the old one stays. The owner is checked: a line's account may have been given away since. */
    private static final String UPDATE = "update sip_accounts a set trunk_uri = $2, username = $3,"
            + " password = coalesce($4, a.password), contact_transport = $5, is_active = $6 from sip_account_policy p"
            + " where a.id = $1 and p.sip_account_id = a.id and p.account_id = $7 returning a.id";

    private static final String OWN = "update sip_account_policy set account_id = $2 where sip_account_id = $1";
    private static final String SWITCH_OFF = "update sip_accounts a set is_active = false from sip_account_policy p"
            + " where a.id = $1 and a.is_active and p.sip_account_id = a.id and p.account_id = $2";

    private final StoredSecrets secrets;

    LineAccounts(StoredSecrets secrets) {
        this.secrets = secrets;
    }

    /**
     * What a line says of its SIP account.
     *
     * @param label for people, without the number: labels stand in logs
     * @param sealedPassword as {@link #sealed} made it; null leaves the stored one
     */
    public record Line(
            UUID accountId,
            String label,
            String domain,
            String username,
            @Nullable String sealedPassword,
            String transport,
            boolean active) {
        @Override
        public String toString() {
            return label;
        }
    }

    /** The password as it is stored. Takes tens of milliseconds: call from a worker thread. */
    public String sealed(String password) {
        return secrets.encrypt(PasswordSealer.SALT, password);
    }

    /** Changes the account with this id, or makes one where there is none: its id. */
    public Uni<Integer> put(SqlClient connection, @Nullable Integer id, Line line) {
        if (id == null) {
            return insert(connection, line);
        }
        return connection
                .preparedQuery(UPDATE)
                .execute(Tuple.tuple()
                        .addInteger(id)
                        .addString(uri(line))
                        .addString(line.username())
                        .addString(line.sealedPassword())
                        .addString(line.transport())
                        .addBoolean(line.active())
                        .addUUID(line.accountId()))
                .chain(rows -> rows.size() == 0
                        ? insert(connection, line)
                        : Uni.createFrom().item(id));
    }

    /** The account takes and places no calls from now on. */
    public Uni<Void> switchOff(SqlClient connection, int id, UUID accountId) {
        return connection
                .preparedQuery(SWITCH_OFF)
                .execute(Tuple.of(id, accountId))
                .replaceWithVoid();
    }

    private static Uni<Integer> insert(SqlClient connection, Line line) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(
                        line.label(),
                        uri(line),
                        line.username(),
                        line.sealedPassword(),
                        line.transport(),
                        line.active()))
                .map(rows -> rows.iterator().next().getInteger("id"))
                .call(id -> connection.preparedQuery(OWN).execute(Tuple.of(id, line.accountId())));
    }

    private static String uri(Line line) {
        return "sip:" + line.username() + "@" + line.domain();
    }
}
