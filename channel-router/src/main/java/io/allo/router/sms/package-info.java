// SPDX-License-Identifier: Apache-2.0
/**
 * SMS by Twilio: the road of package {@code whatsapp} with plain numbers, the words by which people stop SMS, and answers that cost
 * as few segments as may be.
 */
@NullMarked
package io.allo.router.sms;

import org.jspecify.annotations.NullMarked;
