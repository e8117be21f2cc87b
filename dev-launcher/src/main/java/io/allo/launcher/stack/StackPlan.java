// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.DevelopmentKeys;
import io.allo.launcher.settings.Environment;
import io.allo.launcher.settings.Ports;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * What to run.
 *
 * @param root the folder of the repository, where the packaged services lie
 * @param dataFolder keeps data, keys and logs
 * @param packaged the services started from their packages; one in live reload is not among them
 */
public record StackPlan(
        Path root,
        Path dataFolder,
        Environment environment,
        Ports ports,
        DevelopmentKeys keys,
        Set<AlloService> packaged) {
    public StackPlan {
        packaged = Set.copyOf(packaged);
    }

    public static StackPlan of(Path root, Environment environment) {
        Path dataFolder = environment.dataFolder(root);
        return new StackPlan(
                root,
                dataFolder,
                environment,
                Ports.of(environment),
                DevelopmentKeys.of(environment, dataFolder),
                EnumSet.allOf(AlloService.class));
    }

    public StackPlan withPorts(Ports other) {
        return new StackPlan(root, dataFolder, environment, other, keys, packaged);
    }

    public StackPlan without(AlloService service) {
        Set<AlloService> others = EnumSet.allOf(AlloService.class);
        others.remove(service);
        return new StackPlan(root, dataFolder, environment, ports, keys, others);
    }

    public Path log(AlloService service) {
        return dataFolder.resolve("logs").resolve(service.module() + ".log");
    }

    public Path serversLog() {
        return dataFolder.resolve("logs").resolve("servers.log");
    }
}
