// SPDX-License-Identifier: Apache-2.0
/** Who may use the gateway's HTTP interface: every path below {@code /api/} passes here before {@code api}. */
@NullMarked
package io.allo.gateway.door;

import org.jspecify.annotations.NullMarked;
