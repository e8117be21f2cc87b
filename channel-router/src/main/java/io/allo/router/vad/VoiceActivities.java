// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vad;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a detector for each call. A model that cannot be used stops the start: nobody should believe that it listens. */
@Startup
@Singleton
public class VoiceActivities {
    private final @Nullable SileroModel silero;

    @Inject
    VoiceActivities(VadConfig config) {
        this(model(config));
    }

    private VoiceActivities(@Nullable SileroModel silero) {
        this.silero = silero;
    }

    /** Allo's own detector for every call. */
    public static VoiceActivities own() {
        return new VoiceActivities((SileroModel) null);
    }

    private static @Nullable SileroModel model(VadConfig config) {
        Optional<Path> file = config.sileroModel();
        if (file.isPresent() && ImageMode.current() == ImageMode.NATIVE_RUN) {
            throw new IllegalStateException(
                    "allo.vad.silero-model needs the JVM image: ONNX Runtime is not in the native one");
        }
        return file.map(model -> SileroModel.load(model, config.threshold())).orElse(null);
    }

    /** To be closed with the call. */
    public VoiceActivity open() {
        return silero == null ? new OwnActivity() : silero.open();
    }

    @PreDestroy
    void close() {
        if (silero != null) {
            silero.close();
        }
    }
}
