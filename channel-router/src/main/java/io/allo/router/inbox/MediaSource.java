// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.smallrye.mutiny.Uni;

/** Fetches what came with a message from its provider. */
public interface MediaSource {

    /** Whose media it fetches. */
    String provider();

    /**
     * The file. Fails when it cannot be had, is larger than {@code limit}, or is not what was sent.
     *
     * @param limit bytes
     */
    Uni<byte[]> fetch(Media media, int limit);
}
