// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes a database ready for the services: a role for each, which may create its own schema (its Flyway does) and sees
 * only that one without qualifying. Needs a connection that may create roles; running it again changes nothing.
 */
public final class DatabaseSetup {
    private final Connection connection;

    public DatabaseSetup(Connection connection) {
        this.connection = connection;
    }

    /** @param password letters and digits only; no secret on the embedded server, which listens on loopback and trusts it */
    public void createRoles(String password) throws SQLException {
        requirePlain(password);
        for (ServiceSchema service : ServiceSchema.values()) {
            execute("""
                    do $$ begin
                      if not exists (select from pg_roles where rolname = '%1$s') then
                        create role %1$s login;
                      end if;
                      alter role %1$s password '%2$s';
                    end $$""".formatted(service.role(), password));
        }
    }

    public void createDatabase(String name) throws SQLException {
        requirePlain(name);
        if (!exists(name)) {
            execute("create database " + name);
        }
        letServicesIn(name);
    }

    public void letServicesIn(String database) throws SQLException {
        String quoted = '"' + database.replace("\"", "\"\"") + '"';
        for (ServiceSchema service : ServiceSchema.values()) {
            execute("grant create on database %s to %s".formatted(quoted, service.role()));
            // On the server's side, so that it holds for JDBC (Flyway) and the reactive driver alike.
            execute("alter role %s in database %s set search_path = %s"
                    .formatted(service.role(), quoted, service.schema()));
        }
    }

    public void dropDatabase(String name) throws SQLException {
        requirePlain(name);
        execute("drop database if exists " + name + " with (force)");
    }

    private boolean exists(String name) throws SQLException {
        try (var query = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            query.setString(1, name);
            return query.executeQuery().next();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void requirePlain(String name) {
        if (!name.matches("[A-Za-z0-9_]{1,63}")) {
            throw new IllegalArgumentException("expected letters, digits and underscores, got: " + name);
        }
    }
}
