// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voicenote;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Who listens to voice messages. */
@ConfigMapping(prefix = "allo.voice-notes")
public interface VoiceNoteConfig {

    /** Key of the server. Absent: voice messages are declined politely. */
    Optional<String> apiKey();

    /** Server with OpenAI's {@code /audio/transcriptions}. */
    @WithDefault("https://api.openai.com/v1")
    URI baseUrl();

    /** Model. */
    @WithDefault("gpt-4o-mini-transcribe")
    String model();

    /** A longer message is not listened to. Unit: bytes. */
    @WithDefault("4194304")
    int maxBytes();

    /** Limit of one transcription. */
    @WithDefault("20s")
    Duration timeout();
}
