// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final Process child = sleeping();

    @AfterEach
    void endChild() {
        child.destroyForcibly();
    }

    @Test
    void childrenEndWhenTheLauncherIsKilled() throws Exception {
        // Given a launcher that started a child
        Process launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledLauncher.class.getName(),
                        Long.toString(child.pid()))
                .redirectErrorStream(true)
                .start();
        assertThat(launcher.inputReader().readLine()).isEqualTo("watching");

        // When
        launcher.destroyForcibly().waitFor();

        // Then
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void afterAnOrderlyStopNothingIsEnded() throws Exception {
        // Given
        Watchdog watchdog = Watchdog.start();
        watchdog.watch(child);

        // When
        Process shell = watchdog.shell();
        watchdog.close();

        // Then
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(child.isAlive()).isTrue();
    }

    private static Process sleeping() {
        try {
            return new ProcessBuilder("sleep", "600").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
