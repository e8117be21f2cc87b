// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** An operator's hands on the database: statements as they stand, each in its own transaction. */
@ApplicationScoped
public class Sql {
    private final DataSource database;

    Sql(DataSource database) {
        this.database = database;
    }

    /** Nothing is left of what other tests stored. */
    public void empty() {
        run("truncate accounts, sip_accounts, sip_account_registrations, workflows, app_settings, trunk_outbox"
                + " restart identity cascade");
    }

    public void run(String statements) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** First column of each row as text. */
    public List<String> texts(String query) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
