// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

/** Where the course stands. */
enum Stage {
    START,
    FAQ_ANSWERED,
    QUALIF_NAME,
    QUALIF_MOTIF,
    QUALIF_PREF,
    QUALIF_CONTACT,
    /** The calendar has several services and the reason named none of them. */
    QUALIF_SERVICE,
    WAIT_CONFIRM,
    /** The contact was heard and is read back: yes or another one. */
    CHECK_CONTACT,
    /** Ended: an appointment was booked. */
    CONFIRMED,
    /** Ended: a person was asked to take over. */
    TRANSFERRED;

    boolean ended() {
        return this == CONFIRMED || this == TRANSFERRED;
    }
}
