// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who understands what callers say. Without any key callers have the keys of their telephone only. */
@ConfigMapping(prefix = "allo.stt")
public interface RecognitionConfig {

    /** Services in the order in which they are tried; those without a key are left out. */
    @WithDefault("deepgram,openai")
    List<Service> providers();

    Deepgram deepgram();

    OpenAi openai();

    /** A speech-to-text service. */
    enum Service {
        DEEPGRAM,
        OPENAI
    }

    /** Deepgram's live transcription, or a server that speaks it. */
    interface Deepgram {

        /** Key. Also {@code DEEPGRAM_API_KEY}. */
        Optional<String> apiKey();

        /** Server, {@code wss://} or {@code ws://}. */
        @WithDefault("wss://api.deepgram.com")
        URI baseUrl();

        /** Model. */
        @WithDefault("nova-3")
        String model();

        /** Language of all callers, for example {@code multi}; absent: the agent's first language. */
        Optional<String> language();

        /** Silence after which an utterance is over. */
        @WithDefault("300ms")
        Duration endpointing();

        /** The same where noise hides the silence: counted from the last word; at least one second. */
        @WithDefault("1s")
        Duration utteranceEnd();

        /** Formats numbers, times and addresses; may delay the words of a number. */
        @WithDefault("false")
        boolean smartFormat();

        /** Names and words to expect. */
        Optional<List<String>> keyterms();

        /** Sign of life while no audio comes; the server ends a session after 10 s without one. */
        @WithDefault("4s")
        Duration keepAlive();

        /** Limit of connecting. */
        @WithDefault("3s")
        Duration connectTimeout();
    }

    /** OpenAI's audio transcription, or a server that speaks it: whole utterances, cut here by their energy. */
    interface OpenAi {

        /** Key. Also {@code OPENAI_API_KEY}. */
        Optional<String> apiKey();

        /** Server with its path. */
        @WithDefault("https://api.openai.com/v1")
        URI baseUrl();

        /** Model. */
        @WithDefault("gpt-4o-mini-transcribe")
        String model();

        /** Silence after which an utterance is over. */
        @WithDefault("600ms")
        Duration endpointing();

        /** Limit of one transcription. */
        @WithDefault("8s")
        Duration timeout();
    }
}
