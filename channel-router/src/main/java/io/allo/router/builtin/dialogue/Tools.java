// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import java.util.Set;

/** The tools that have a flow of their own; every other tool is filled by its schema. */
final class Tools {
    static final String CHECK_AVAILABILITY = "check_availability";
    static final String CONFIRM_ORDER = "confirm_order";
    static final String SAVE_CUSTOMER_INFO = "save_customer_info";
    static final String LOG_NEW_FAQ = "log_new_faq";
    static final String LEAVE_MESSAGE = "leave_message";
    static final String CHECK_ORDER_STATUS = "check_order_status";
    static final String CANCEL_ORDER = "cancel_order";
    static final String CONFIRM_RESERVATION = "confirm_reservation";
    static final String LOOKUP_RESERVATION = "lookup_reservation";
    static final String CANCEL_RESERVATION = "cancel_reservation";
    static final String TRANSFER_CALL = "transfer_call";
    static final String END_CALL = "end_call";
    static final String SEND_LINK = "send_link";
    static final String ASK_IN_WRITING = "ask_on_whatsapp";

    /** Not offered by description: they have a flow. */
    static final Set<String> OWN = Set.of(
            CHECK_AVAILABILITY,
            CONFIRM_ORDER,
            SAVE_CUSTOMER_INFO,
            LOG_NEW_FAQ,
            LEAVE_MESSAGE,
            CHECK_ORDER_STATUS,
            CANCEL_ORDER,
            TRANSFER_CALL,
            END_CALL,
            SEND_LINK,
            ASK_IN_WRITING,
            "collect",
            "handoff",
            CONFIRM_RESERVATION,
            LOOKUP_RESERVATION,
            CANCEL_RESERVATION);

    private Tools() {}
}
