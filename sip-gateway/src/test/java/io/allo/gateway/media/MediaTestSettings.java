// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import java.time.Duration;
import java.util.Optional;

/** Settings for tests: loopback, short times. */
record MediaTestSettings(int firstPort, int lastPort, Duration timeout, Duration portRest) implements MediaConfig {

    static MediaTestSettings defaults() {
        return new MediaTestSettings(41_000, 41_999, Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    @Override
    public String bindAddress() {
        return "127.0.0.1";
    }

    @Override
    public Optional<String> advertisedAddress() {
        return Optional.empty();
    }

    @Override
    public Duration latchWindow() {
        return Duration.ofMillis(300);
    }

    @Override
    public Duration reorderWindow() {
        return Duration.ofMillis(60);
    }

    @Override
    public Duration playoutLimit() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Duration rtcpInterval() {
        return Duration.ofMillis(200);
    }
}
