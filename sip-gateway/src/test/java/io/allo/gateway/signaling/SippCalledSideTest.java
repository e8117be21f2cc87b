// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static io.allo.gateway.peer.TestAccounts.speaking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.testkit.sip.Sipp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a caller may do to us, one {@link SippScript} each, played by SIPp three calls at a time: rows C3–C5, C9–C12 and the
 * rules of RFC 3261, 3262, 3264, 3311, 4028. The first lines of a script say what it needs: {@code @ring} seconds that the
 * worker asks for, {@code @tcp} to be played over TCP too, {@code @sees-copies} for repeated messages to count, {@code @account}
 * for a trunk with G.722, {@code @no-worker}. T1 is 100 ms here, the ring cap 1.5 s.
 */
class SippCalledSideTest {
    private static final String CALLS = "3";
    private static final Path SCRIPTS = Path.of("src/test/resources/sipp/called");

    private static InMemoryWorker worker;
    private static GatewayUnderTest gateway;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.silent());
        gateway = new GatewayUnderTest(
                Duration.ofMillis(1500),
                Map.of("t1", "100ms", "session-min", "2s", "session-expires", "60s"),
                null,
                worker);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        worker.close();
    }

    static List<Object[]> scripts() throws IOException {
        List<Object[]> runs = new ArrayList<>();
        try (Stream<Path> files = Files.list(SCRIPTS).sorted()) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".txt", "");
                runs.add(new Object[] {name, "u1"});
                if (Files.readAllLines(file).contains("@tcp")) {
                    runs.add(new Object[] {name, "t1"});
                }
            }
        }
        return runs;
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("scripts")
    void goesAsWritten(String name, String transport) throws Exception {
        // Given
        List<String> lines = Files.readAllLines(SCRIPTS.resolve(name + ".txt"));
        List<String> settings =
                lines.stream().filter(line -> line.startsWith("@")).toList();
        gateway.accounts().clear();
        if (settings.contains("@account")) {
            gateway.accounts().add(speaking(1, "restaurant", "127.0.0.1", List.of("PCMA", "PCMU", "G722")));
        }
        gateway.directory().deserted(settings.contains("@no-worker"));
        worker.script(ringing(settings));
        String scenario = SippScript.toXml(
                lines.stream().filter(line -> !line.matches("[#@].*")).toList());
        List<String> options = new ArrayList<>(List.of("-s", "restaurant", "-t", transport, "-m", CALLS, "-r", "20"));
        if (settings.contains("@sees-copies")) {
            options.add("-nr");
        }

        // When
        Sipp.run(scenario, folder, gateway.port(), options.toArray(String[]::new));

        // Then
        await().untilAsserted(() -> {
            assertThat(gateway.calls().active()).isZero();
            assertThat(gateway.sip().legs()).isZero();
            assertThat(gateway.media().openLegs()).isZero();
            assertThat(gateway.directory().held()).isZero();
        });
    }

    /** Answers after its ring time, and hangs up when the caller presses {@code #}. */
    private static BiConsumer<InMemoryWorker.Session, StreamMessage> ringing(List<String> settings) {
        double seconds = settings.stream()
                .filter(line -> line.startsWith("@ring "))
                .mapToDouble(line -> Double.parseDouble(line.substring("@ring ".length())))
                .findFirst()
                .orElse(0);
        BiConsumer<InMemoryWorker.Session, StreamMessage> answering = InMemoryWorker.answerAfter(seconds);
        return (session, message) -> {
            answering.accept(session, message);
            if (message instanceof StreamMessage.Dtmf key && key.dtmf().digit().equals("#")) {
                session.say(new StreamMessage.Hangup(session.streamSid(), null));
            }
        };
    }
}
