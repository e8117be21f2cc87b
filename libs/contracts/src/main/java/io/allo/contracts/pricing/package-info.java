// SPDX-License-Identifier: Apache-2.0
/** What models cost: kept by session-config-service, applied by channel-router. */
@NullMarked
package io.allo.contracts.pricing;

import org.jspecify.annotations.NullMarked;
