// SPDX-License-Identifier: Apache-2.0
/**
 * A Twilio number as a second telephone: its webhooks answer with TwiML that streams the call to {@code voice}, its REST API
 * transfers and ends calls.
 */
@NullMarked
package io.allo.router.twiliovoice;

import org.jspecify.annotations.NullMarked;
