// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who speaks the agent's words. Without any key espeak-ng does, on this machine. */
@ConfigMapping(prefix = "allo.tts")
public interface SynthesisConfig {

    /** Services in the order in which they are tried; those without a key are left out. The last resort is this machine. */
    @WithDefault("elevenlabs,openai")
    List<Service> providers();

    /** Silence of a service within a sentence after which the rest is spoken on this machine. */
    @WithDefault("2s")
    Duration patience();

    /** How long a service that failed three times in a row is left alone. */
    @WithDefault("30s")
    Duration rest();

    /** Bytes of recent sentences that are kept and not paid for again. One second of speech is 8000 bytes. */
    @WithDefault("16000000")
    @Min(0)
    long cacheBytes();

    ElevenLabs elevenlabs();

    OpenAi openai();

    /** A text-to-speech service. */
    enum Service {
        ELEVENLABS,
        OPENAI
    }

    /** ElevenLabs' streaming speech, or a server that speaks it. */
    interface ElevenLabs {

        /** Key. Also {@code ELEVEN_API_KEY}. */
        Optional<String> apiKey();

        /** Server, {@code wss://} or {@code ws://}. */
        @WithDefault("wss://api.elevenlabs.io")
        URI baseUrl();

        /** Model. */
        @WithDefault("eleven_flash_v2_5")
        String model();

        /** Voice id by the agent's voice name. */
        Map<String, String> voices();

        /** Voice id of every other name. */
        @WithDefault("21m00Tcm4TlvDq8ikWAM")
        String defaultVoice();

        /** 0 to 1: less is livelier. */
        @WithDefault("0.5")
        double stability();

        /** 0 to 1: how close to the voice's original. */
        @WithDefault("0.75")
        double similarityBoost();

        /** 0.7 to 1.2. */
        @WithDefault("1.0")
        double speed();

        /** Limit of connecting. */
        @WithDefault("3s")
        Duration connectTimeout();
    }

    /** OpenAI's speech, or a server that speaks it. */
    interface OpenAi {

        /** Key. Also {@code OPENAI_API_KEY}. */
        Optional<String> apiKey();

        /** Server with its path. */
        @WithDefault("https://api.openai.com/v1")
        URI baseUrl();

        /** Model. */
        @WithDefault("gpt-4o-mini-tts")
        String model();

        /** The service's voice by the agent's voice name; a name that is not here is used as it is. */
        Map<String, String> voices();
    }
}
