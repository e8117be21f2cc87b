// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.infra;

import io.allo.launcher.servers.EmbeddedServers;
import io.allo.launcher.servers.ServiceSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The control port. A client sends {@code lease <module> <client pid> <owner pid or ->}, reads {@code key=value} lines
 * up to an empty one, and keeps the connection open as long as it needs what it got. The end of the connection, also by
 * {@code kill -9} of the client, drops its database and frees its Redis index.
 */
final class LeaseServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LeaseServer.class.getName());

    private final ServerSocket socket;
    private final EmbeddedServers servers;
    private final Leases leases;

    LeaseServer(EmbeddedServers servers, Leases leases) throws IOException {
        this.socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        this.servers = servers;
        this.leases = leases;
    }

    int port() {
        return socket.getLocalPort();
    }

    void start() {
        Thread.ofPlatform().name("control-port").daemon().start(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException e) {
                    LOG.log(Level.FINE, "control port closed", e);
                }
            }
        });
    }

    private void serve(Socket client) {
        try (client) {
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            String line = in.readLine();
            if (line == null) {
                return;
            }
            LeaseRequest request = LeaseRequest.parse(line);
            OptionalInt index = leases.grant(request.owner());
            if (index.isPresent()) {
                hold(client, in, request, index.getAsInt());
            }
        } catch (IOException | SQLException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "lease failed", e);
        }
    }

    private void hold(Socket client, BufferedReader in, LeaseRequest request, int index)
            throws IOException, SQLException {
        String database = request.database(index);
        try {
            servers.redis().flush(index);
            servers.postgres().createDatabase(database);
            client.getOutputStream().write(answer(request, database, index).getBytes(StandardCharsets.UTF_8));
            while (in.readLine() != null) {
                // The client has nothing more to say; the end of the stream is the message.
            }
        } finally {
            try {
                servers.postgres().dropDatabase(database);
            } finally {
                leases.release(index);
            }
        }
    }

    private String answer(LeaseRequest request, String database, int index) {
        Map<String, String> values = new TreeMap<>();
        values.put(
                "postgres.url",
                "postgresql://127.0.0.1:%d/%s".formatted(servers.postgres().port(), database));
        ServiceSchema.ofModule(request.module())
                .ifPresentOrElse(
                        service -> {
                            values.put("postgres.user", service.role());
                            values.put("postgres.password", ServiceSchema.EMBEDDED_PASSWORD);
                            values.put("postgres.schema", service.schema());
                        },
                        () -> {
                            values.put("postgres.user", "postgres");
                            values.put("postgres.password", "postgres");
                        });
        values.put("kafka.bootstrap", servers.kafka().bootstrap());
        values.put("redis.url", servers.redis().url(index));
        values.put("topic.prefix", request.module() + "-" + request.clientId() + "-" + index + "-");
        var text = new StringBuilder();
        values.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.append('\n').toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
