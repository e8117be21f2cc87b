// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.media;

/** WebSocket subprotocols of the media socket and the handshake's header names. */
public final class Subprotocol {
    /** Control as JSON text, audio as binary {@link AudioFrame}s. */
    public static final String BINARY = "allo.v1.binary";

    /** Everything as JSON text, audio in base64, as Twilio sends it. */
    public static final String JSON = "allo.v1.json";

    /** Handshake header with the epoch of this worker for the call, decimal. */
    public static final String EPOCH_HEADER = "X-Allo-Epoch";

    private Subprotocol() {}
}
