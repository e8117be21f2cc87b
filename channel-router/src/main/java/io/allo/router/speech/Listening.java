// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

/**
 * A {@link SpeechRecognizer} at one call. Methods return at once, never throw, and do nothing once it is lost or closed; they are
 * called on the thread (event loop) that opened it.
 */
public interface Listening {
    /** Hears nothing. */
    Listening DEAF = new Listening() {
        @Override
        public void hear(byte[] g711) {}

        @Override
        public void finish() {}

        @Override
        public void close() {}
    };

    /** The caller's audio in order, silence too; the bytes are not changed afterwards. */
    void hear(byte[] g711);

    /** Whatever was heard so far is wanted as text now. */
    void finish();

    /** No event but {@link SpeechEvent.Used} follows. */
    void close();
}
