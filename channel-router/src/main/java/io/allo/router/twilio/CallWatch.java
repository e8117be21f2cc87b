// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

import io.smallrye.mutiny.Uni;

/** Whoever places calls by Twilio hears what becomes of them. Port; beans of this type are asked one after the other. */
public interface CallWatch {

    /**
     * Twilio's status callback, checked already; never fails.
     *
     * @return true: the call is theirs, and nobody else needs to know
     */
    Uni<Boolean> changed(FormBody callback);
}
