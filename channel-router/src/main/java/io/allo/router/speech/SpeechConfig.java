// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;

/** Speech made on this machine. */
@ConfigMapping(prefix = "allo.speech")
public interface SpeechConfig {

    /** Program that speaks: a name on the PATH, or a path. */
    @WithDefault("espeak-ng")
    @NotBlank
    String program();

    /** Words a minute. 175 is espeak-ng's own default, slower is clearer on a telephone. */
    @WithDefault("160")
    @Min(80)
    @Max(450)
    int wordsPerMinute();

    /** Sentences synthesised at the same time; the others wait. */
    @WithDefault("4")
    @Min(1)
    @Max(64)
    int parallelism();

    /** Sentences that may wait; beyond it tones sound instead. */
    @WithDefault("256")
    @Min(1)
    int maxWaiting();

    /** A sentence that takes longer is given up and its process ended. */
    @WithDefault("5s")
    Duration timeout();

    /** Bytes of recent sentences that are kept, because the same prompts repeat. One second of speech is 8000 bytes. */
    @WithDefault("16000000")
    @Min(0)
    long cacheBytes();
}
