// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.launcher.settings.LaunchFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));

    @Test
    void stepIsShownBeforeItsWorkAndItsSecondsAfter() throws Exception {
        console.step("demo restaurant", () -> {
            assertThat(text(out)).contains("demo restaurant .").doesNotContain("\n");
            return 1;
        });

        assertThat(text(out)).matches("(?s)  demo restaurant \\.+ \\d+\\.\\d s\\R");
    }

    @Test
    void failedStepSaysSoAndPassesTheReasonOn() {
        assertThatThrownBy(() -> console.step("channel-router", () -> {
                    throw new LaunchFailure("ended");
                }))
                .isInstanceOf(LaunchFailure.class);
        assertThat(text(out)).contains("failed");
    }

    @Test
    void unknownCommandIsOneSentenceAndAnExitCode() {
        assertThat(Launcher.run(new String[] {"fly"}, console)).isEqualTo(1);
        assertThat(text(err)).isEqualTo("allo: unknown command; see ./allo help" + System.lineSeparator());
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
