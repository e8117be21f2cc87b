// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.calcom;

import java.util.Map;
import java.util.Optional;

/** A 400 of Cal.com that means something to who booked; told apart by how its message begins, since it has no codes. */
public final class CalComRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;

    /** What it means. */
    public enum Meaning {
        /** Others are to be offered. */
        TAKEN,
        TOO_MANY_BOOKINGS,
        NO_CONTACT,
        /** It was cancelled already. */
        GONE
    }

    private static final Map<String, Meaning> BEGINNINGS = Map.of(
            "User either already has booking at this time or is not available", Meaning.TAKEN,
            "One of the hosts either already has booking at this time or is not available", Meaning.TAKEN,
            "The event type can't be booked at the \"start\" time provided", Meaning.TAKEN,
            "Attempting to book a meeting in the past", Meaning.TAKEN,
            "Attendee with this email can't book because the maximum number of active bookings",
                    Meaning.TOO_MANY_BOOKINGS,
            "Attendee must have at least one contact method", Meaning.NO_CONTACT,
            "Can't cancel booking", Meaning.GONE,
            "Can't reschedule booking", Meaning.GONE);

    private final Meaning meaning;

    private CalComRefusal(Meaning meaning) {
        super("Cal.com refused: " + meaning, null, false, false);
        this.meaning = meaning;
    }

    static Optional<CalComRefusal> of(int status, String message) {
        return status != BAD_REQUEST
                ? Optional.empty()
                : BEGINNINGS.entrySet().stream()
                        .filter(known -> message.startsWith(known.getKey()))
                        .map(known -> new CalComRefusal(known.getValue()))
                        .findFirst();
    }

    public Meaning meaning() {
        return meaning;
    }
}
