// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Settings for tests: loopback, short times. The ports lie below those that the system hands out by itself and above the
 * gateway's own, at a random place, so that builds side by side rarely meet; the two test processes of one build never do.
 */
record MediaTestSettings(int firstPort, int lastPort, Duration timeout, Duration portRest) implements MediaConfig {

    private static final int PORTS = 1_300;
    private static final int FIRST = 30_100 + PORTS * (Integer.getInteger("test.fork", 1) - 1);

    static MediaTestSettings defaults() {
        return new MediaTestSettings(FIRST, FIRST + PORTS - 1, Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    static MediaTestSettings withPairs(int pairs, Duration timeout, Duration portRest) {
        int first = FIRST + 2 * ThreadLocalRandom.current().nextInt(PORTS / 2 - pairs);
        return new MediaTestSettings(first, first + 2 * pairs - 1, timeout, portRest);
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
