// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** SIPp with a scenario of ours. */
public final class Sipp {
    private static final int LONGEST_SECONDS = 120;

    private Sipp() {}

    /**
     * Runs a scenario to its end; fails when one call does.
     *
     * @param scenario XML text
     * @param folder for its files
     * @param port of the peer on 127.0.0.1
     * @param options further ones, for example {@code -m 10 -r 5}
     */
    public static void run(String scenario, Path folder, int port, String... options)
            throws IOException, InterruptedException {
        Path file = folder.resolve("scenario.xml");
        Files.writeString(file, scenario);
        Path errors = folder.resolve("errors.log");
        List<String> command = new ArrayList<>(List.of(
                PeerProgram.require("sipp").toString(),
                "127.0.0.1:" + port,
                "-sf",
                file.toString(),
                "-i",
                "127.0.0.1",
                "-nostdin",
                "-timeout",
                "100",
                "-recv_timeout",
                "10000",
                "-trace_err",
                "-error_file",
                errors.toString()));
        command.addAll(List.of(options));
        Process sipp = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sipp.log").toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        try {
            assertThat(sipp.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as("SIPp ended in time")
                    .isTrue();
            String why = Files.exists(errors) ? Files.readString(errors) : "see sipp.log";
            assertThat(sipp.exitValue()).as(why).isZero();
        } finally {
            sipp.destroyForcibly();
        }
    }
}
