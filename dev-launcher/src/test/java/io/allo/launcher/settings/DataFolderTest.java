// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.launcher.servers.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final Environment NOTHING_SET = new Environment(Map.of());

    @TempDir
    Path folder;

    @Test
    void keysAreMadeOnceForTheirOwnerOnly() throws Exception {
        // When
        var first = DevelopmentKeys.of(NOTHING_SET, folder);
        var second = DevelopmentKeys.of(NOTHING_SET, folder);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(first.encryptionKey()).matches("[0-9a-f]{64}");
        assertThat(first.serviceKey()).hasSizeGreaterThanOrEqualTo(16);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys.properties"))))
                .isEqualTo("rw-------");
        assertThat(first.toString()).doesNotContain(first.serviceKey());
    }

    @Test
    void givenKeyWinsOverTheFile() {
        DevelopmentKeys.of(NOTHING_SET, folder);

        var keys = DevelopmentKeys.of(new Environment(Map.of("ALLO_SERVICE_KEY", "given-0123456789")), folder);

        assertThat(keys.serviceKey()).isEqualTo("given-0123456789");
    }

    @Test
    void secondAlloOnAFolderIsRefusedUntilTheFirstEnds() throws Exception {
        try (DataLock first = DataLock.take(folder)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DataLock.take(folder))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageContaining("already runs")
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
        DataLock.take(folder).close();
    }

    @Test
    void emptyingKeepsTheLockAndFollowsNoLink() throws Exception {
        // Given
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "x");
        Path data = Files.createDirectories(folder.resolve("data/deep/er"));
        Files.writeString(data.resolve("file"), "x");
        Files.createSymbolicLink(folder.resolve("data/link"), outside);
        Files.writeString(folder.resolve("data/lock"), "1");

        // When
        Folders.empty(folder.resolve("data"), DataLock.FILE);

        // Then
        try (var left = Files.list(folder.resolve("data"))) {
            assertThat(left).containsExactly(folder.resolve("data/lock"));
        }
        assertThat(outside.resolve("precious")).exists();
    }
}
