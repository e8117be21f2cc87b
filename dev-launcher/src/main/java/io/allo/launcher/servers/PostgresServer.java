// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Embedded PostgreSQL on loopback. Each role may create its schema in a database that {@link #createDatabase} made. */
public final class PostgresServer implements AutoCloseable {
    private final EmbeddedPostgres postgres;
    private final long pid;

    private PostgresServer(EmbeddedPostgres postgres, long pid) {
        this.postgres = postgres;
        this.pid = pid;
    }

    /** @param durable false for tests: nothing is flushed to disk, so a crash of the machine would lose data */
    static PostgresServer start(Path data, int port, boolean durable) throws IOException, SQLException {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(!durable)
                // We close it ourselves, in order; its own hook would race with ours.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("max_connections", "300");
        if (port != 0) {
            builder.setPort(port);
        }
        if (!durable) {
            builder.setServerConfig("fsync", "off").setServerConfig("full_page_writes", "off");
        }
        EmbeddedPostgres postgres;
        try (var programs = PostgresPrograms.reserve()) {
            postgres = builder.setOverrideWorkingDirectory(programs.folder().toFile())
                    .start();
        }
        var server = new PostgresServer(postgres, Orphans.firstNumber(data.resolve("postmaster.pid")));
        server.createRoles();
        return server;
    }

    private void createRoles() throws SQLException {
        for (ServiceSchema service : ServiceSchema.values()) {
            execute("postgres", """
                    do $$ begin
                      if not exists (select from pg_roles where rolname = '%1$s') then
                        create role %1$s login password '%2$s';
                      end if;
                    end $$""".formatted(service.role(), service.password()));
        }
    }

    /**
     * Creates the database if it is missing and lets every service's role create its own schema there.
     *
     * @param name lower case letters, digits and underscores only
     */
    public void createDatabase(String name) throws SQLException {
        requirePlain(name);
        if (!exists(name)) {
            execute("postgres", "create database " + name);
        }
        for (ServiceSchema service : ServiceSchema.values()) {
            execute("postgres", "grant create on database %s to %s".formatted(name, service.role()));
            // On the server's side, so that it holds for JDBC (Flyway) and the reactive driver alike.
            execute(
                    "postgres",
                    "alter role %s in database %s set search_path = %s"
                            .formatted(service.role(), name, service.schema()));
        }
    }

    public void dropDatabase(String name) throws SQLException {
        requirePlain(name);
        execute("postgres", "drop database if exists " + name + " with (force)");
    }

    private boolean exists(String name) throws SQLException {
        try (Connection connection = connect("postgres");
                var query = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            query.setString(1, name);
            return query.executeQuery().next();
        }
    }

    private void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect(String database) throws SQLException {
        return postgres.getDatabase("postgres", database).getConnection();
    }

    private static void requirePlain(String name) {
        if (!name.matches("[a-z0-9_]{1,63}")) {
            throw new IllegalArgumentException("database name must match [a-z0-9_]{1,63}: " + name);
        }
    }

    public int port() {
        return postgres.getPort();
    }

    public long pid() {
        return pid;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
