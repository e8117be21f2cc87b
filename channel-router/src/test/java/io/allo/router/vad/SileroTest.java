// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.audio.ToneGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime itself, with graphs that have a Silero model's inputs and outputs (D22). Its weights are the operator's. */
class SileroTest {
    private static final short[] SILENCE = new short[160];
    private static final short[] TONE = Arrays.copyOf(ToneGenerator.sine(300, Duration.ofMillis(20), -15), 160);

    @TempDir
    Path folder;

    @Test
    void windowsOf256SamplesCutFromFramesOf160SayWhereThereIsSpeech() throws IOException {
        try (SileroModel model = SileroModel.load(file(OnnxFile.loudness(0.05f)), 0.5f);
                SileroActivity activity = model.open()) {
            List<Boolean> heard = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                heard.add(activity.next(SILENCE));
            }
            for (int i = 0; i < 8; i++) {
                heard.add(activity.next(TONE));
            }
            for (int i = 0; i < 8; i++) {
                heard.add(activity.next(SILENCE));
            }

            // a window ends 1.6 frames after the last one, so both edges come at most two frames late
            assertThat(heard.subList(0, 8)).containsOnly(false);
            assertThat(heard.subList(10, 16)).containsOnly(true);
            assertThat(heard.subList(18, 24)).containsOnly(false);
            assertThat(activity.sounding()).isFalse();
        }
    }

    @Test
    void theStateGoesFromWindowToWindowAndBelongsToOneCall() throws IOException {
        try (SileroModel model = SileroModel.load(file(OnnxFile.memory()), 0.5f);
                SileroActivity first = model.open();
                SileroActivity second = model.open()) {
            // the model says 0.0, 0.1, 0.2 …: the sixth window is the first of at least 0.5
            int frames = 0;
            while (!first.next(SILENCE)) {
                frames++;
                assertThat(frames).isLessThan(20);
            }

            assertThat(frames * 160).isBetween(5 * SileroActivity.WINDOW, 6 * SileroActivity.WINDOW);
            assertThat(second.next(SILENCE)).isFalse();
        }
    }

    @Test
    void whatIsNoSileroModelIsRefusedWithWhatWasExpected() throws IOException {
        Path none = folder.resolve("none.onnx");
        Path other = file(OnnxFile.somethingElse());
        Path garbage = file("no model".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThatThrownBy(() -> SileroModel.load(none, 0.5f)).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> SileroModel.load(garbage, 0.5f)).hasMessageContaining("is no ONNX model");
        assertThatThrownBy(() -> SileroModel.load(other, 0.5f))
                .hasMessageContaining("[x] to [y]")
                .hasMessageContaining("stateN");
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "model", ".onnx"), content);
    }
}
