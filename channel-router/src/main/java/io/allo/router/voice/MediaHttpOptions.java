// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * What no configuration key reaches: no WebSocket compression (G.711 does not compress, and each socket would cost a
 * deflater), and small kernel buffers, without which a peer that does not read swallows minutes of audio unnoticed.
 */
@Singleton
class MediaHttpOptions implements HttpServerOptionsCustomizer {
    private final VoiceConfig config;

    MediaHttpOptions(VoiceConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        tune(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        tune(options);
    }

    private void tune(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(false);
        options.setPerMessageWebSocketCompressionSupported(false);
        options.setSendBufferSize(config.socketBufferBytes());
        options.setReceiveBufferSize(config.socketBufferBytes());
    }
}
