// SPDX-License-Identifier: Apache-2.0
/** What the gateway asks session-config-service by REST: keys for {@code door}, explanations for {@code explain}. */
@NullMarked
package io.allo.gateway.sessionconfig;

import org.jspecify.annotations.NullMarked;
