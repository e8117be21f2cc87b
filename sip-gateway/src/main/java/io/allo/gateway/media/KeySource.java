// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

/** How a caller's keys reach us; one way at a time. */
enum KeySource {
    /** Telephone events (RFC 4733), when the peer agreed on them. */
    EVENTS,
    /** SIP INFO, from the first one on. */
    INFO,
    /** Tones in the audio, as long as there is nothing better. */
    TONES
}
