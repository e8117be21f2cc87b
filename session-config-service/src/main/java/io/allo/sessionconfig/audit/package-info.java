// SPDX-License-Identifier: Apache-2.0
/** Who changed what of an account: written in the transaction of the change. */
@NullMarked
package io.allo.sessionconfig.audit;

import org.jspecify.annotations.NullMarked;
