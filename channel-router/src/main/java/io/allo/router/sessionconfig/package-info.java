// SPDX-License-Identifier: Apache-2.0
/** Asks session-config-service who takes a contact, and the agent's own server for the session. */
@NullMarked
package io.allo.router.sessionconfig;

import org.jspecify.annotations.NullMarked;
