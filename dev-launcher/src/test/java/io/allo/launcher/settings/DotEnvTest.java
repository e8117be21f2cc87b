// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row D45. */
class DotEnvTest {
    @Test
    void keysAndValuesAreReadAndNothingIsExpandedOrExecuted() {
        var values = DotEnv.parse(List.of(
                "# a comment",
                "",
                "PLAIN=value",
                "  export SPACED = with spaces ",
                "QUOTED=\"a # b\"",
                "SINGLE='it''s'",
                "SIGNS=a=b=c",
                "SHELL=$(touch /tmp/x) ${HOME} `id`",
                "EMPTY="));

        assertThat(values)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "PLAIN", "value",
                        "SPACED", "with spaces",
                        "QUOTED", "a # b",
                        "SINGLE", "it''s",
                        "SIGNS", "a=b=c",
                        "SHELL", "$(touch /tmp/x) ${HOME} `id`",
                        "EMPTY", ""));
    }

    @Test
    void brokenLineIsNamedByNumberWithoutItsSecret() {
        assertThatThrownBy(() -> DotEnv.parse(List.of("A=1", "sk-secret-without-a-key")))
                .isInstanceOf(LaunchFailure.class)
                .hasMessage(".env line 2 is not KEY=VALUE");
    }

    @Test
    void processVariableWinsOverTheFile(@TempDir Path root) throws Exception {
        // Given
        Files.writeString(root.resolve(".env"), "ALLO_SIP_PORT=5070\nALLO_DATA_DIR=elsewhere\n");

        // When
        var environment = Environment.of(Map.of("ALLO_SIP_PORT", "5080"), root);

        // Then
        assertThat(environment.number("ALLO_SIP_PORT", 5060)).isEqualTo(5080);
        assertThat(environment.dataFolder(root)).isEqualTo(root.resolve("elsewhere"));
    }

    @Test
    void numberThatIsNoneIsRefusedByName() {
        var environment = new Environment(Map.of("ALLO_SIP_PORT", "five"));

        assertThatThrownBy(() -> environment.number("ALLO_SIP_PORT", 5060))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("ALLO_SIP_PORT");
    }
}
