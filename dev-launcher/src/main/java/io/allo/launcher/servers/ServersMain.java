// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import io.allo.launcher.servers.EmbeddedServers.Kind;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The servers of {@code ./allo up} in a JVM of their own: {@code ServersMain <folder> [postgres=<port>] [kafka=<port>]
 * [redis=<port>]}, 0 for a free port. Says {@code ready kind=port …} on standard output. It ends when standard input ends,
 * which also happens when the launcher is killed; in a session of its own, so that Ctrl-C in the terminal reaches the
 * launcher only, which stops the services before the servers.
 */
public final class ServersMain {
    private static final Logger LOG = Logger.getLogger(ServersMain.class.getName());

    private ServersMain() {}

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.WARNING);
        try {
            System.setOut(System.err); // standard output is read for the one line only, standard error is the log
            var ready = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
            serve(Path.of(args[0]), ports(args), ready);
        } catch (Exception e) {
            LOG.log(Level.SEVERE, "cannot serve", e);
            // Explicitly: threads of a server that started half would keep the JVM alive.
            System.exit(1);
        }
    }

    private static Map<Kind, Integer> ports(String[] args) {
        Map<Kind, Integer> ports = new EnumMap<>(Kind.class);
        for (int i = 1; i < args.length; i++) {
            String[] parts = args[i].split("=", 2);
            ports.put(Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), Integer.valueOf(parts[1]));
        }
        return ports;
    }

    private static void serve(Path folder, Map<Kind, Integer> ports, PrintStream ready) throws Exception {
        EmbeddedServers servers = EmbeddedServers.start(new EmbeddedServers.Settings(folder, true, ports));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(servers), "stop"));
        var line = new StringBuilder("ready");
        for (Kind kind : ports.keySet()) {
            line.append(' ').append(kind).append('=').append(port(servers, kind));
        }
        if (ports.containsKey(Kind.POSTGRES)) {
            servers.postgres().createDatabase("allo");
        }
        ready.println(line);
        while (System.in.read() >= 0) {
            // Nothing is expected: the end is the message.
        }
        System.exit(0);
    }

    private static int port(EmbeddedServers servers, Kind kind) {
        return switch (kind) {
            case POSTGRES -> servers.postgres().port();
            case KAFKA -> servers.kafka().port();
            case REDIS -> servers.redis().port();
        };
    }

    private static void stop(EmbeddedServers servers) {
        try {
            servers.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "unclean stop", e);
        }
    }
}
