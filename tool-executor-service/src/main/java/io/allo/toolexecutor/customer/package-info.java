// SPDX-License-Identifier: Apache-2.0
/** People who called or wrote, one row per restaurant and phone number. */
@NullMarked
package io.allo.toolexecutor.customer;

import org.jspecify.annotations.NullMarked;
