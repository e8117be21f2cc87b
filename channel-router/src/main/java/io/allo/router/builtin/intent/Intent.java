// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

/** What a person may want to say. Of two that fit equally well the earlier one wins. */
public enum Intent {
    SPEAK_FRENCH,
    SPEAK_ENGLISH,
    CANCEL_ORDER,
    ORDER_STATUS,
    CANCEL_RESERVATION,
    RESERVATION,
    CALLBACK,
    MESSAGE,
    HUMAN,
    OPENING_HOURS,
    PAYMENT,
    REMOVE,
    CORRECT,
    ABORT,
    FINISH,
    MENU,
    DELIVERY,
    PICKUP,
    ORDER,
    HELP,
    REPEAT,
    GOODBYE,
    THANKS,
    GREETING,
    YES,
    NO
}
