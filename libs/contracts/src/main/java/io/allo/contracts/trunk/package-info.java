// SPDX-License-Identifier: Apache-2.0
/**
 * SIP accounts as session-config-service hands them to the gateways, and what the gateways say of them. Plain records on the
 * wire of {@code GET /internal/trunks} and of the topic {@code trunk-events}.
 */
@NullMarked
package io.allo.contracts.trunk;

import org.jspecify.annotations.NullMarked;
