// SPDX-License-Identifier: Apache-2.0
/** People: who they are, how they log in and out, and what they log in with. */
@NullMarked
package io.allo.sessionconfig.user;

import org.jspecify.annotations.NullMarked;
