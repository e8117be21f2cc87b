// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The technician console. */
@ConfigMapping(prefix = "allo.console")
public interface ConsoleConfig {

    /** True: without a login, whoever reaches the port uses the console on behalf of {@code account}. For one machine only. */
    @WithDefault("false")
    boolean open();

    /** Id of the account on whose behalf an open console works. */
    Optional<String> account();

    /** The customer whose own knowledge counts where a session names none: a UUID or any name. */
    Optional<String> customer();

    /** Language of the page, the greeting and of what is understood: {@code fr} or {@code en}. */
    @WithDefault("fr")
    String language();

    /** How often a session is thought about at most; what is said in between counts at the end of it. */
    @WithDefault("2s")
    Duration window();

    /** Chat model that judges what words alone do not settle. Not set: the usual stand-in, if that is a language model. */
    Optional<String> model();

    /** Time for that model; then the words alone count as not clear. */
    @WithDefault("4s")
    Duration modelTimeout();

    /** Time for a search in the knowledge. */
    @WithDefault("3s")
    Duration searchTimeout();

    /** A passage found with less confidence (0 to 1) is not shown. */
    @WithDefault("0.4")
    double confidence();

    /** How long sessions are kept after the last word. */
    @WithDefault("90D")
    Duration retention();

    /** Open pages and listeners on this replica; more are refused. */
    @WithDefault("500")
    int maxSockets();

    /** After this time an event stream ends by itself; whoever reads connects again. */
    @WithDefault("30M")
    Duration stream();

    /** How calls are placed. Not set: {@code twilio} where an account and a number are configured, else none are. */
    Optional<Dialling> dialling();

    /** Id of the SIP account that calls by {@code trunk}. Not set: the account's default, else its first. */
    Optional<Integer> sipAccount();

    /** What the telephone numbers that may be called begin with, for example {@code +33}. Not set: any but premium, shared-cost and personal ones. */
    Optional<List<String>> allowedDestinations();

    /** Twilio's number that calls come from, E.164. */
    Optional<String> phoneNumber();

    /**
     * Where Twilio opens the media stream, as {@code wss://} or {@code https://}; without a path {@code /twilio/media-stream}. Not set:
     * {@code allo.twilio.public-url}.
     */
    Optional<String> websocketUrl();

    /** {@code AP…}: the TwiML application of browsers that call by Twilio's own library. */
    Optional<String> applicationSid();

    /** How long a telephone rings. */
    @WithDefault("45s")
    Duration ring();

    /**
     * How speech is understood. {@code stream}: by the speech recognition of the calls. {@code segments}: by Whisper, some seconds at a
     * time. {@code auto}: as a stream where Deepgram has a key, else in segments where Whisper has one.
     */
    @WithDefault("auto")
    Understanding listening();

    Whisper whisper();

    /** How calls are placed. */
    enum Dialling {
        TWILIO,
        /** By the account's own SIP trunk: our gateway dials. */
        TRUNK,
        /** Nobody is called: a scripted technician answers. */
        DEMO
    }

    /** How speech is understood. */
    enum Understanding {
        AUTO,
        STREAM,
        SEGMENTS
    }

    /** Whisper, or a server with OpenAI's {@code /audio/transcriptions}. */
    interface Whisper {

        /** Key. */
        Optional<String> apiKey();

        /** Server with its path. */
        @WithDefault("https://api.openai.com/v1")
        URI baseUrl();

        /** Model. */
        @WithDefault("whisper-1")
        String model();

        /** Limit of one transcription. */
        @WithDefault("10s")
        Duration timeout();
    }
}
