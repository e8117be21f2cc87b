// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service writes goes to its log at once and never stops it (A104); it lives in a session of its own (A105). */
class ServiceJvmTest {
    private static final long BOTH_OUTPUTS = 20L * 1024 * 1024;
    private static final int SESSION_FIELD = 3;

    @TempDir
    Path root;

    @Test
    void aServiceMayTalkAndIsOutOfReachOfTheTerminal() throws Exception {
        // Given
        packaged(AlloService.SIP_GATEWAY);
        StackPlan plan =
                StackPlan.of(root, new Environment(Map.of("PATH", Objects.toString(System.getenv("PATH"), ""))));
        Watchdog watchdog = Watchdog.start();

        // When
        ServiceJvm service = ServiceJvm.start(
                AlloService.SIP_GATEWAY,
                plan,
                new Connections("postgresql://127.0.0.1:1/x", "x", "127.0.0.1:1", "redis://127.0.0.1:1/0"),
                watchdog);

        // Then
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.size(service.log()) > BOTH_OUTPUTS
                            && Files.readString(service.log()).endsWith("still alive\n"));
            assertThat(service.isAlive()).isTrue();
            assertThat(sessionOf(service.pid()))
                    .isEqualTo(service.pid())
                    .isNotEqualTo(sessionOf(ProcessHandle.current().pid()));
        } finally {
            service.kill();
            service.awaitEnd();
            watchdog.close();
        }
    }

    /** The session's id: the sixth field of {@code /proc/<pid>/stat}, the second of which may hold spaces. */
    private static long sessionOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[SESSION_FIELD]);
    }

    private void packaged(AlloService service) throws IOException {
        Path jar = ServiceJvm.jar(root, service);
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Chatter.class.getName());
        String name = Chatter.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream in =
                        Objects.requireNonNull(Chatter.class.getClassLoader().getResourceAsStream(name))) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        }
    }
}
