// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

/** What a person may want to say. Of two that fit equally well the earlier one wins. */
public enum Intent {
    SPEAK_FRENCH,
    SPEAK_ENGLISH,
    CANCEL_ORDER,
    ORDER_STATUS,
    CANCEL_RESERVATION,
    CHANGE_RESERVATION,
    RESERVATION,
    /** A link, or the menu, is to be sent to the telephone. */
    SEND_LINK,
    CALLBACK,
    MESSAGE,
    HUMAN,
    OPENING_HOURS,
    LOCATION,
    PAYMENT,
    ALLERGENS,
    INGREDIENTS,
    RECAP,
    PRICE,
    REMOVE,
    CORRECT,
    ABORT,
    FINISH,
    MENU,
    HAVE,
    DELIVERY,
    PICKUP,
    ORDER,
    HELP,
    REPEAT,
    WAIT,
    HOW_ARE_YOU,
    ARE_YOU_A_ROBOT,
    GOODBYE,
    THANKS,
    GREETING,
    YES,
    NO
}
