// SPDX-License-Identifier: Apache-2.0
/** The gateway's peers for tests and measurements: a phone on raw sockets and a worker on a real WebSocket. */
@NullMarked
package io.allo.gateway.peer;

import org.jspecify.annotations.NullMarked;
