// SPDX-License-Identifier: Apache-2.0
/** Tools of agents: stored by the management API, listed for sessions, handed to the executor with their secrets. */
@NullMarked
package io.allo.sessionconfig.tooldefinition;

import org.jspecify.annotations.NullMarked;
