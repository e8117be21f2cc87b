// SPDX-License-Identifier: Apache-2.0
/**
 * Messages to customers by SMS, WhatsApp and e-mail: written in the transaction of what they tell, sent after it, repeated as long as that
 * makes sense, then kept as dead with words for the operator.
 */
@NullMarked
package io.allo.toolexecutor.notification;

import org.jspecify.annotations.NullMarked;
