// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher;

import io.allo.launcher.servers.Folders;
import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.DataLock;
import io.allo.launcher.settings.Environment;
import io.allo.launcher.settings.LaunchFailure;
import io.allo.launcher.stack.StackPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The Java side of {@code ./allo}: up, infra, dev, console-knowledge and reset. Run in the repository's root. */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.WARNING);
        Console console = Console.ofTerminal();
        System.exit(run(args, console));
    }

    /** @return the exit code */
    static int run(String[] args, Console console) {
        try {
            Path root = Path.of("").toAbsolutePath();
            Environment environment = Environment.of(System.getenv(), root);
            return switch (args.length == 0 ? "" : args[0]) {
                case "up" -> new UpCommand(console).run(StackPlan.of(root, environment));
                case "infra" -> new InfraCommand(console).run(root, environment);
                case "dev" -> dev(args, console, root, environment);
                case "console-knowledge" ->
                    new KnowledgeCommand(console).run(List.of(args).subList(1, args.length), root, environment);
                case "reset" -> reset(environment.dataFolder(root), console);
                default -> throw new LaunchFailure("unknown command; see ./allo help");
            };
        } catch (LaunchFailure e) {
            console.complain(e.getMessage());
        } catch (Exception e) {
            console.complain("unexpected: " + e);
        }
        return 1;
    }

    private static int dev(String[] args, Console console, Path root, Environment environment) throws Exception {
        if (args.length != 3) {
            throw new LaunchFailure("which service? for example: ./allo dev " + AlloService.CHANNEL_ROUTER.module());
        }
        AlloService service = AlloService.ofModule(args[1]);
        return new DevCommand(console, Path.of(args[2])).run(service, StackPlan.of(root, environment));
    }

    private static int reset(Path dataFolder, Console console) throws Exception {
        try (DataLock lock = DataLock.take(dataFolder)) {
            Folders.empty(dataFolder, DataLock.FILE);
        }
        console.say("emptied " + dataFolder);
        return 0;
    }
}
