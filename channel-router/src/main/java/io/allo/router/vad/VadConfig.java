// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vad;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.nio.file.Path;
import java.util.Optional;

/** How the end of a turn is heard where no speech-to-text service tells it. */
@ConfigMapping(prefix = "allo.vad")
public interface VadConfig {
    /** File of a Silero VAD model (ONNX, version 5 or later, 8 kHz). Absent: Allo's own detector. Not in the native image. */
    Optional<Path> sileroModel();

    /** Probability from which a window is speech; speech ends 0.15 below. */
    @WithDefault("0.5")
    @DecimalMin("0.2")
    @DecimalMax("0.95")
    float threshold();
}
