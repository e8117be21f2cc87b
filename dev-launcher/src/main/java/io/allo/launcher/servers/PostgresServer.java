// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
        try (Connection connection = server.connect()) {
            new DatabaseSetup(connection).createRoles(ServiceSchema.EMBEDDED_PASSWORD);
        }
        return server;
    }

    /** Creates the database if it is missing and lets every service's role create its own schema there. */
    public void createDatabase(String name) throws SQLException {
        try (Connection connection = connect()) {
            new DatabaseSetup(connection).createDatabase(name);
        }
    }

    public void dropDatabase(String name) throws SQLException {
        try (Connection connection = connect()) {
            new DatabaseSetup(connection).dropDatabase(name);
        }
    }

    private Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
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
