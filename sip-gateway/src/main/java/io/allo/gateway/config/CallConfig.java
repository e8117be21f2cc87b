// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of a call. */
@ConfigMapping(prefix = "allo.call")
public interface CallConfig {

    /** Ring time until the worker has named one. */
    @WithDefault("4s")
    Duration ringUnknown();

    /** Longest ring time, whatever the agent asks for. */
    @WithDefault("60s")
    Duration ringCap();

    /** After the ring time and this, the phone is answered with the stored greeting. */
    @WithDefault("3s")
    Duration ringGrace();

    /** Longest wait for queued words after the agent hung up. */
    @WithDefault("8s")
    Duration playOut();

    /** An answered call ends after this time. */
    @WithDefault("2h")
    Duration maxDuration();

    /** Workers in a row that may be lost in an answered call before it is given up. */
    @WithDefault("3")
    int workerFailures();

    /** How long the phone of the person that a caller is transferred to rings. */
    @WithDefault("30s")
    Duration transferRing();

    /** From an accepted REFER to its outcome: after this time the caller is taken back. */
    @WithDefault("45s")
    Duration transferRefer();

    /** Supervised transfer: time for the person who answered to take the caller by key 1. */
    @WithDefault("30s")
    Duration transferConsult();

    /** On SIGTERM: time for calls to end by themselves. */
    @WithDefault("20s")
    Duration drain();
}
