// SPDX-License-Identifier: Apache-2.0
/**
 * WhatsApp by Twilio. The webhook checks the signature, keeps the message in the inbox and waits a while for the answer:
 * in time it goes back as TwiML in the HTTP response, later by Twilio's REST API.
 */
@NullMarked
package io.allo.router.whatsapp;

import org.jspecify.annotations.NullMarked;
