// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import io.allo.router.conversation.AgentEvent.KeyEntry;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /** The person cannot come: is the appointment to be moved or cancelled? */
    CHANGE_WHAT,

    /** The number that the channel vouches for is looked up. */
    CANCEL_LINE,
    /** Whose appointment? Asked where no verified number tells it. */
    CANCEL_NAME,
    /** Its reference. */
    CANCEL_CODE,
    /** None was found: the reference once more. */
    CANCEL_NO_RDV,
    /** Several were found. */
    CANCEL_WHICH,
    /** Yes or no? */
    CANCEL_CONFIRM,

    MODIFY_LINE,
    MODIFY_NAME,
    MODIFY_CODE,
    MODIFY_NO_RDV,
    MODIFY_WHICH,
    /** To when? */
    MODIFY_PREF,
    /** Free times were offered. */
    MODIFY_CONFIRM,

    LOOKUP_LINE,
    LOOKUP_NAME,
    LOOKUP_CODE,
    LOOKUP_NO_RDV,

    /** Written by a version that this one does not know. */
    UNKNOWN,
    /** Ended: an appointment was booked. */
    CONFIRMED,
    /** Ended: a person was asked to take over. */
    TRANSFERRED;

    private static final KeyEntry ONE_KEY = new KeyEntry(1, true);
    private static final KeyEntry REFERENCE = new KeyEntry(8, false);
    private static final KeyEntry NUMBER = new KeyEntry(10, false);
    private static final Set<Stage> NAMES = EnumSet.of(QUALIF_NAME, CANCEL_NAME, MODIFY_NAME, LOOKUP_NAME);
    private static final Set<Stage> IDLE = EnumSet.of(START, FAQ_ANSWERED, CONFIRMED, TRANSFERRED);

    boolean ended() {
        return this == CONFIRMED || this == TRANSFERRED;
    }

    /** Nothing is under way. */
    boolean idle() {
        return IDLE.contains(this);
    }

    /** A name is awaited: its words say nothing else. */
    boolean asksName() {
        return NAMES.contains(this);
    }

    /** The number that the channel vouches for is looked up. */
    boolean asksLine() {
        return this == CANCEL_LINE || this == MODIFY_LINE || this == LOOKUP_LINE;
    }

    boolean books() {
        return compareTo(QUALIF_NAME) >= 0 && compareTo(CHECK_CONTACT) <= 0;
    }

    /** What the keys of a telephone can answer here, null for nothing. */
    @Nullable
    KeyEntry keys() {
        return switch (this) {
            case START,
                    FAQ_ANSWERED,
                    CONFIRMED,
                    QUALIF_SERVICE,
                    WAIT_CONFIRM,
                    CANCEL_WHICH,
                    CANCEL_CONFIRM,
                    MODIFY_WHICH,
                    MODIFY_CONFIRM -> ONE_KEY;
            case CANCEL_CODE, CANCEL_NO_RDV, MODIFY_CODE, MODIFY_NO_RDV, LOOKUP_CODE, LOOKUP_NO_RDV -> REFERENCE;
            case QUALIF_CONTACT, CANCEL_NAME, MODIFY_NAME, LOOKUP_NAME -> NUMBER;
            default -> null;
        };
    }

    static Stage named(String name) {
        return Arrays.stream(values())
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** @param ask {@code NAME}, {@code CODE} … */
    static Stage of(Intent intent, String ask) {
        String course = switch (intent) {
            case CANCEL -> "CANCEL_";
            case MOVE -> "MODIFY_";
            case LOOK -> "LOOKUP_";
            case BOOK, UNABLE, NONE -> throw new IllegalArgumentException(intent.name());
        };
        return valueOf(course + ask);
    }

    /** What is to be done with an appointment that stands; NONE in the other courses. */
    Intent change() {
        String course = name();
        if (course.startsWith("CANCEL_")) {
            return Intent.CANCEL;
        }
        if (course.startsWith("MODIFY_")) {
            return Intent.MOVE;
        }
        return course.startsWith("LOOKUP_") ? Intent.LOOK : Intent.NONE;
    }
}
