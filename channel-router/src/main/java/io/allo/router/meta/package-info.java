// SPDX-License-Identifier: Apache-2.0
/**
 * WhatsApp by Meta's Cloud API. The webhook checks the signature over the raw body and keeps every message of the delivery in the
 * inbox before it says 200; answers go by the Graph API. The same person has the same conversation as on Twilio's WhatsApp.
 */
@NullMarked
package io.allo.router.meta;

import org.jspecify.annotations.NullMarked;
