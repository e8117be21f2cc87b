// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The server of speech-to-speech models. Without key and base URL there is none, and agents talk by their chat model. */
@ConfigMapping(prefix = "allo.realtime")
public interface RealtimeConfig {

    /** Server that speaks OpenAI's Realtime protocol, without {@code /realtime}. Default: OpenAI, where a key is set. */
    Optional<URI> baseUrl();

    /** Its key. Also {@code OPENAI_API_KEY}. */
    Optional<String> apiKey();

    /** How the key is shown: {@code bearer} (Authorization) or {@code api-key} (Azure's header). */
    @WithDefault("bearer")
    KeyHeader keyHeader();

    /** Agent's model name to the provider's, besides {@code gpt-realtime…}, which stands for itself. */
    Map<String, String> models();

    /** What travels: {@code g711} as on the telephone, or {@code pcm24} for servers that know only PCM at 24 kHz. */
    @WithDefault("g711")
    Audio audio();

    /** Model that writes down the caller's words for the record; {@code none}: they stay unwritten. */
    @WithDefault("gpt-4o-mini-transcribe")
    String transcriptionModel();

    /** Who finds the caller's turns: {@code server} (by energy) or {@code semantic} (by meaning). */
    @WithDefault("server")
    VadType vad();

    /** Server VAD: how loud speech has to be, 0 to 1. */
    @WithDefault("0.5")
    double vadThreshold();

    /** Server VAD: audio kept from before the speech. */
    @WithDefault("300ms")
    Duration vadPrefix();

    /** Server VAD: silence that ends a turn. */
    @WithDefault("500ms")
    Duration vadSilence();

    /** Semantic VAD: {@code low}, {@code medium}, {@code high} or {@code auto}. */
    @WithDefault("auto")
    String vadEagerness();

    /** {@code near_field} or {@code far_field}; unset: the server's default. */
    Optional<String> noiseReduction();

    /** How long the handshake and the first answers may take. */
    @WithDefault("3500ms")
    Duration connectTimeout();

    /** The server's longest session. */
    @WithDefault("60m")
    Duration lifetime();

    /** How long before it another session is prepared. */
    @WithDefault("2m")
    Duration expiryNotice();

    /**
     * Which of the turns that the server finds are answered: {@code judged}, those with which the caller takes the floor, no "mhm"
     * and no cough; {@code all}, the server does it by itself.
     */
    @WithDefault("judged")
    Answered answered();

    /** How long an answer's transcript waits for that of the question. */
    @WithDefault("2s")
    Duration transcriptWait();

    /** How often the server is asked whether it is there; one that has not answered by the next time is lost. */
    @WithDefault("3s")
    Duration heartbeat();

    /** Caller audio kept for a server that does not read; the oldest is dropped beyond it. */
    @WithDefault("3s")
    Duration backlog();

    /** Longest message that is read; a longer one ends the session. */
    @WithDefault("4194304")
    @Min(65536)
    int maxMessageBytes();

    /** Where the key stands. */
    enum KeyHeader {
        BEARER,
        API_KEY
    }

    /** What travels. */
    enum Audio {
        G711,
        PCM24
    }

    /** Who decides about answers. */
    enum Answered {
        JUDGED,
        ALL
    }

    /** Who finds the turns. */
    enum VadType {
        SERVER,
        SEMANTIC
    }
}
