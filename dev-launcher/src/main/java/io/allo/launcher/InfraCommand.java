// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher;

import io.allo.launcher.servers.ServiceSchema;
import io.allo.launcher.settings.DataLock;
import io.allo.launcher.settings.Environment;
import io.allo.launcher.settings.LaunchFailure;
import io.allo.launcher.stack.Connections;
import io.allo.launcher.stack.ServersJvm;
import java.nio.file.Path;

/** {@code ./allo infra}: the servers alone, for somebody who starts services by hand. */
final class InfraCommand {
    private final Console console;

    InfraCommand(Console console) {
        this.console = console;
    }

    int run(Path root, Environment environment) throws Exception {
        Path dataFolder = environment.dataFolder(root);
        Path log = dataFolder.resolve("logs").resolve("servers.log");
        try (DataLock lock = DataLock.take(dataFolder);
                Shutdown shutdown = new Shutdown(console)) {
            return shutdown.run(() -> {
                ServersJvm servers = console.step(
                        "PostgreSQL, Kafka, Redis",
                        () -> shutdown.guard(ServersJvm.start(environment, dataFolder, log)));
                console.say(text(servers.connections()));
                servers.onExit().get();
                throw new LaunchFailure("the servers ended; the log: " + log);
            });
        }
    }

    private static String text(Connections servers) {
        var text = new StringBuilder("\n");
        text.append("  export ALLO_POSTGRES_URL=").append(servers.postgresUrl()).append('\n');
        text.append("  export ALLO_KAFKA_BOOTSTRAP=")
                .append(servers.kafkaBootstrap())
                .append('\n');
        text.append("  export ALLO_REDIS_URL=").append(servers.redisUrl()).append("\n\n");
        for (ServiceSchema service : ServiceSchema.values()) {
            text.append("  psql ").append(servers.psql(service)).append('\n');
        }
        return text.append("\nCtrl-C stops them.").toString();
    }
}
