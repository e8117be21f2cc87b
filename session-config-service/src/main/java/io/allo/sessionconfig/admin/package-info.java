// SPDX-License-Identifier: Apache-2.0
/** Import of an account with its agents: what the launcher and the administration use instead of SQL. */
@NullMarked
package io.allo.sessionconfig.admin;

import org.jspecify.annotations.NullMarked;
