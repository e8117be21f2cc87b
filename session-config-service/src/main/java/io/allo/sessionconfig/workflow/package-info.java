// SPDX-License-Identifier: Apache-2.0
/** Workflows: the definition whose {@code voice-agent} block says how a call by a SIP account is answered. */
@NullMarked
package io.allo.sessionconfig.workflow;

import org.jspecify.annotations.NullMarked;
