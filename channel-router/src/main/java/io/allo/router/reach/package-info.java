// SPDX-License-Identifier: Apache-2.0
/**
 * A running call writes to its caller: {@link CallOutreach} sends, on WhatsApp or by SMS; {@link CallAnswers} sees in the inbox what the
 * person writes back and lets the call have it, wherever the call lives ({@link Questions}).
 */
@NullMarked
package io.allo.router.reach;

import org.jspecify.annotations.NullMarked;
