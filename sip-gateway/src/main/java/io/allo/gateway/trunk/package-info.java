// SPDX-License-Identifier: Apache-2.0
/**
 * SIP accounts at work. {@link io.allo.gateway.trunk.SipAccounts} reads them from session-config-service;
 * {@link io.allo.gateway.trunk.TrunkRegistrar} keeps each registered; {@link io.allo.gateway.trunk.SipServerLocator} finds their
 * servers (RFC 3263). Knows no SIP stack: {@code signaling} implements the ports and sends.
 */
@NullMarked
package io.allo.gateway.trunk;

import org.jspecify.annotations.NullMarked;
