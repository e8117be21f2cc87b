// SPDX-License-Identifier: Apache-2.0
package io.allo.router.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.audio.CompandingLaw;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings at rest. */
class RecordingsTest {
    private static final String KEY = "00".repeat(31) + "01";

    @TempDir
    Path folder;

    @Test
    void aRecordingIsUnreadableOnTheDiskAndWholeForWhoHasTheKey() throws Exception {
        // Given: a call that two workers had
        record(KEY, 1, "the caller's secret ".repeat(50), "second block ".repeat(50));
        record(KEY, 2, "taken over ".repeat(50));

        // Then
        for (Path file : files()) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("secret", "block", "taken");
            assertThat(file.getFileName().toString()).doesNotContain("call", "account");
        }
        String wav = wav(recordings(KEY).find("account", "call-1").orElseThrow());
        assertThat(wav).startsWith("RIFF").contains("WAVEfmt ");
        assertThat(wav.substring(58))
                .isEqualTo("the caller's secret ".repeat(50) + "second block ".repeat(50) + "taken over ".repeat(50));
        assertThat(recordings(KEY).find("another account", "call-1")).isEmpty();
        assertThat(recordings("11".repeat(32)).find("account", "call-1")).isEmpty();
        assertThat(new Recordings(new Config(Optional.empty(), folder), Clock.systemUTC()).find("account", "call-1"))
                .isEmpty();
    }

    @Test
    void aCrashCostsTheLastChunkOnly() throws Exception {
        record(KEY, 1, "first ".repeat(100), "second ".repeat(100));
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 10));

        String wav = wav(recordings(KEY).find("account", "call-1").orElseThrow());

        assertThat(wav).startsWith("RIFF").contains("first").doesNotContain("second");
    }

    @Test
    void aChunkThatSomebodyChangedIsNotPlayed() throws Exception {
        record(KEY, 1, "first ".repeat(100));
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 30] ^= 1;
        Files.write(file, bytes);
        StoredRecording found = recordings(KEY).find("account", "call-1").orElseThrow();

        assertThatThrownBy(() -> wav(found)).isInstanceOf(java.security.GeneralSecurityException.class);
    }

    @Test
    void whatIsOlderThanTheRetentionIsDeleted() throws Exception {
        record(KEY, 1, "old");
        Files.setLastModifiedTime(
                files().getFirst(), FileTime.from(Instant.now().minus(Duration.ofDays(31))));
        record(KEY, 2, "new");

        recordings(KEY).sweep();

        assertThat(files()).singleElement().asString().contains("-000002");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0011", "zz", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeef"})
    void anUnfitKeyStopsTheStart(String key) {
        assertThatThrownBy(() -> recordings(key)).hasMessageContaining("expected: 64 hex characters");
    }

    private void record(String key, int epoch, String... blocks) throws Exception {
        Recordings recordings = recordings(key);
        BlockSink sink = recordings.begin(new CallRecorders.Call("account", "call-1", epoch), CompandingLaw.ULAW);
        for (String block : blocks) {
            sink.write(block.getBytes(StandardCharsets.ISO_8859_1));
        }
        sink.close();
        recordings.stop(null);
    }

    private Recordings recordings(String key) {
        return new Recordings(new Config(Optional.of(key), folder), Clock.systemUTC());
    }

    private List<Path> files() throws Exception {
        try (var all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private static String wav(StoredRecording recording) throws Exception {
        var out = new ByteArrayOutputStream();
        recording.writeWav(out);
        assertThat(out.size()).isEqualTo((int) recording.wavBytes());
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private record Config(Optional<String> key, Path folder) implements RecordingConfig {
        @Override
        public Duration retention() {
            return Duration.ofDays(30);
        }
    }
}
