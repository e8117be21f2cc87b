// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Which chat models there are, and how long they may take. */
@ConfigMapping(prefix = "allo.chat")
public interface ChatConfig {

    /** Where OpenAI's chat completions are spoken, up to and with {@code /v1}. Not set: OpenAI itself. */
    Optional<URI> baseUrl();

    /** Key of that server. With it, or with a base URL of your own, {@code names} are offered. */
    Optional<String> apiKey();

    /** Models of that server, under the names that agents use. */
    @WithDefault("gpt-4o-mini")
    List<String> names();

    /**
     * Who talks for an agent whose own model is not a chat model (a speech-to-speech model in the web chat, or one that is
     * away). Not set: the first of {@code names} if they are offered, else {@code built-in}.
     */
    Optional<String> standIn();

    /** Models with settings of their own, by the name that agents use. */
    Map<String, Model> models();

    /** Time to connect. */
    @WithDefault("2s")
    Duration connectTimeout();

    /** How long a server may take to the first piece of its answer; then the next model is asked. */
    @WithDefault("6s")
    Duration firstPiece();

    /** Longest pause within an answer. */
    @WithDefault("6s")
    Duration silence();

    /** How often a request is repeated that failed before a word was said. */
    @WithDefault("2")
    int retries();

    /** No repetition begins later than this after the first request: somebody is waiting. */
    @WithDefault("4s")
    Duration retryWithin();

    /** A model that failed twice running is left alone for this long: nobody is to wait for it again and again. */
    @WithDefault("15s")
    Duration rest();

    /** Connections to one server. */
    @WithDefault("256")
    int maxConnections();

    /** One model. */
    interface Model {
        /** Its server; not set: {@code allo.chat.base-url}. */
        Optional<URI> baseUrl();

        /** Key of its server. Not set: {@code allo.chat.api-key}, but never for a server of its own. */
        Optional<String> apiKey();

        /** What the server calls it; not set: its name here. */
        Optional<String> model();

        /** Field that bounds the answer: {@code max_tokens} on many servers that are not OpenAI's. */
        @WithDefault("max_completion_tokens")
        String maxTokensField();

        /** Longest answer in tokens; not set: the server decides. */
        OptionalInt maxTokens();

        /** Temperature; not set: the server decides (reasoning models refuse it). */
        OptionalDouble temperature();

        /** False for a server that refuses {@code stream_options}: what its answers cost is then unknown. */
        @WithDefault("true")
        boolean usageInStream();

        /** Further headers. */
        Map<String, String> headers();

        /** Further fields of the request, each a JSON value. */
        Map<String, String> extra();

        /** Models that are asked, in this order, when this one fails for good; {@code built-in} comes last by itself. */
        Optional<List<String>> fallback();
    }
}
