// SPDX-License-Identifier: Apache-2.0
/** Agents and the addresses at which they are reached. */
@NullMarked
package io.allo.sessionconfig.agent;

import org.jspecify.annotations.NullMarked;
