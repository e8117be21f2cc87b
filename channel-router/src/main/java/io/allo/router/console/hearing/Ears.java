// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.hearing;

import io.smallrye.mutiny.Uni;

/** Understands one side of a call. On the line's event loop. */
public interface Ears {
    /** Understands nothing. */
    Ears DEAF = new Ears() {
        @Override
        public void hear(byte[] ulaw) {}

        @Override
        public Uni<Void> finish() {
            return Uni.createFrom().voidItem();
        }
    };

    /** Audio in order, of any length, silence too: G.711 µ-law. */
    void hear(byte[] ulaw);

    /** Nothing more comes. Done when all is understood; never fails. */
    Uni<Void> finish();

    /** Something understood. @param start seconds since this side's first audio */
    record Heard(String text, double start, double end) {}
}
