// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/** Meta's Cloud API as the sender of WhatsApp messages, for the numbers that are its. */
@ConfigMapping(prefix = "allo.meta")
interface MetaConfig {
    /** Sends messages; without one Twilio carries WhatsApp. Also {@code ALLO_META_ACCESS_TOKEN}. */
    Optional<String> accessToken();

    /** Phone number id of accounts without a number of their own. Also {@code ALLO_META_PHONE_NUMBER_ID}. */
    Optional<String> phoneNumberId();

    /** Phone number id by E.164 number, for the numbers of {@code allo.notification.numbers}. */
    Map<String, String> numbers();

    /** An approved template with the text as its one variable. Without any template only who wrote within 24 hours is reached (131047). */
    Optional<String> template();

    /**
     * By kind ({@code booked moved cancelled reminder}): an approved template of its own with the variables business, service, time; it
     * goes before {@code template} and may have buttons.
     */
    Map<String, String> templates();

    /** The templates' language code by ours, for example {@code en_US} for {@code en}; not set: the same. */
    Map<String, String> templateLanguages();
}
