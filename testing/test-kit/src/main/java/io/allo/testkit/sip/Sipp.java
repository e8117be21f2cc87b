// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** SIPp: many calls at once, exact to the message. */
public final class Sipp implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(120);

    private final String name;
    private final Path errors;
    private final PeerProcess process;

    private Sipp(String name, Path folder, List<String> arguments) throws IOException {
        this.name = name;
        errors = folder.resolve(name + "-errors.log");
        List<String> all =
                new ArrayList<>(List.of("-i", "127.0.0.1", "-nostdin", "-trace_err", "-error_file", errors.toString()));
        all.addAll(arguments);
        process = new PeerProcess(folder, name, "sipp", all);
    }

    /** Text of {@code sipp/<file>} among the test's resources. */
    public static String scenario(String file) throws IOException {
        return PeerFiles.text("sipp/" + file);
    }

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
        try (Sipp caller = calling(scenario, folder, port, options)) {
            caller.finish();
        }
    }

    /** Starts a scenario that calls; {@link #finish} waits for its end. */
    public static Sipp calling(String scenario, Path folder, int port, String... options) throws IOException {
        Path file = folder.resolve("scenario.xml");
        Files.writeString(file, scenario);
        List<String> arguments = new ArrayList<>(
                List.of("127.0.0.1:" + port, "-sf", file.toString(), "-timeout", "100", "-recv_timeout", "10000"));
        arguments.addAll(List.of(options));
        return new Sipp("caller", folder, arguments);
    }

    /** SIPp's own scenario of one who answers every call at once, until it is closed. */
    public static Sipp answering(Path folder, int port) throws IOException {
        return new Sipp("callee", folder, List.of("-sn", "uas", "-p", Integer.toString(port)));
    }

    /** Fails when one call did, and when it does not come to an end. */
    public void finish() throws IOException, InterruptedException {
        boolean ended = process.ends(LONGEST);
        String why = Files.exists(errors) ? Files.readString(errors) : process.log();
        assertThat(ended).as("SIPp (%s) ended in time: %s", name, why).isTrue();
        assertThat(process.exitStatus()).as("SIPp (%s): %s", name, why).isZero();
    }

    @Override
    public void close() {
        process.close();
    }
}
