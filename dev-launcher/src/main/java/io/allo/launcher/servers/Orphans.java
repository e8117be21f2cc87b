// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends the postgres and redis processes of a data folder whose JVM was killed: they outlive it. Both write their process
 * id into the folder. The system reuses ids, so a process is ended only when its command line names program and folder.
 */
final class Orphans {
    private Orphans() {}

    static void endThoseOf(Path postgresData, Path redisFolder) throws IOException, InterruptedException {
        end(postgresData.resolve("postmaster.pid"), "postgres", postgresData);
        end(redisFolder.resolve(RedisProcess.PID_FILE), "redis-server", redisFolder);
    }

    private static void end(Path pidFile, String program, Path folder) throws IOException, InterruptedException {
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = firstNumber(pidFile);
        ProcessHandle process = ProcessHandle.of(pid).orElse(null);
        if (process == null || !names(process, program, folder)) {
            return;
        }
        // INT is PostgreSQL's fast shutdown (TERM would wait for its clients); Redis takes it as an orderly end too.
        new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stubborn) {
            process.destroyForcibly();
        }
    }

    /** PostgreSQL's file has more lines; both have the process id in the first. A file cut short by a crash counts as none. */
    static long firstNumber(Path pidFile) throws IOException {
        String first = Files.readString(pidFile).lines().findFirst().orElse("").strip();
        return first.matches("\\d{1,10}") ? Long.parseLong(first) : -1;
    }

    private static boolean names(ProcessHandle process, String program, Path folder) {
        String command = commandLine(process);
        return command.contains(program)
                && command.contains(folder.toAbsolutePath().toString());
    }

    /** ProcessHandle hides the arguments of long command lines on Linux; /proc has them. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException notLinux) {
            return process.info().commandLine().orElse("");
        }
    }
}
