// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Runs a SIPp scenario of {@code src/test/resources/sipp} against the gateway: a caller that is exact to the message. */
public final class Sipp {
    private static final int LONGEST_SECONDS = 90;

    private Sipp() {}

    /** One call; fails when the scenario does. */
    public static void call(String scenario, String callee, int sipPort, Path folder) throws IOException {
        Path file = folder.resolve(scenario);
        try (var in = Sipp.class.getResourceAsStream("/sipp/" + scenario)) {
            Files.copy(Objects.requireNonNull(in, scenario), file);
        }
        Path log = folder.resolve("sipp.log");
        Process sipp = new ProcessBuilder(List.of(
                        "sipp",
                        "127.0.0.1:" + sipPort,
                        "-sf",
                        file.toString(),
                        "-s",
                        callee,
                        "-i",
                        "127.0.0.1",
                        "-m",
                        "1",
                        "-nostdin",
                        "-trace_err",
                        "-error_file",
                        folder.resolve("errors.log").toString()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        try {
            boolean ended = sipp.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                sipp.destroyForcibly();
            }
            Path errors = folder.resolve("errors.log");
            String why = Files.exists(errors) ? Files.readString(errors) : Files.readString(log);
            assertThat(ended).as("%s ended in time: %s", scenario, why).isTrue();
            assertThat(sipp.exitValue()).as("%s: %s", scenario, why).isZero();
        } catch (InterruptedException e) {
            sipp.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
