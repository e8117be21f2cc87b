// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/** The Twilio account that sends messages to customers; without its account, secret and number none are written. */
@ConfigMapping(prefix = "allo.twilio")
interface TwilioConfig {
    /** {@code AC…}. Also {@code ALLO_TWILIO_ACCOUNT_SID}, {@code TWILIO_ACCOUNT_SID}. */
    Optional<String> accountSid();

    /** Opens the REST API where there is no API key. Also {@code ALLO_TWILIO_AUTH_TOKEN}, {@code TWILIO_AUTH_TOKEN}. */
    Optional<String> authToken();

    /** {@code SK…}: an API key that opens the REST API instead of the token. Also {@code ALLO_TWILIO_API_KEY_SID}. */
    Optional<String> apiKeySid();

    /** Secret of the API key. Also {@code ALLO_TWILIO_API_KEY_SECRET}. */
    Optional<String> apiKeySecret();

    /** E.164 number that SMS come from. Also {@code ALLO_TWILIO_PHONE_NUMBER}, {@code TWILIO_PHONE_NUMBER}. */
    Optional<String> phoneNumber();

    /** E.164 number that WhatsApp messages come from; not set: {@code phone-number}. */
    Optional<String> whatsappNumber();

    /**
     * {@code HX…}: an approved template with the text as its variable 1, for WhatsApp messages to people who have not written within 24
     * hours; without one Twilio refuses those (63016).
     */
    Optional<String> whatsappTemplate();

    /**
     * {@code HX…} by kind ({@code booked moved cancelled reminder}): an approved template of its own with the variables 1 business,
     * 2 service, 3 time; it goes before {@code whatsapp-template} and may have buttons.
     */
    Map<String, String> whatsappTemplates();

    /** Where Twilio reports what became of a message: channel-router's {@code https://…/api/sms/status}; not set: nowhere. */
    Optional<String> statusCallback();
}
