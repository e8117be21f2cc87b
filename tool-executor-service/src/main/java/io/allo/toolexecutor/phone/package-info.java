// SPDX-License-Identifier: Apache-2.0
/** Phone numbers: E.164 inside, whatever was dialled or typed. */
@NullMarked
package io.allo.toolexecutor.phone;

import org.jspecify.annotations.NullMarked;
