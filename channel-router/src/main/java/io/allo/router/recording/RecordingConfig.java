// SPDX-License-Identifier: Apache-2.0
package io.allo.router.recording;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Recording of calls; off without a key. */
@ConfigMapping(prefix = "allo.recording")
public interface RecordingConfig {

    /** 64 hex characters; wraps each recording's own key. Without it nothing is recorded, and nothing recorded can be heard. */
    Optional<String> key();

    /** Where recordings are kept; with several workers a volume that all of them share. */
    @WithDefault(".allo/recordings")
    Path folder();

    /** How long a recording is kept. */
    @WithDefault("30d")
    Duration retention();
}
