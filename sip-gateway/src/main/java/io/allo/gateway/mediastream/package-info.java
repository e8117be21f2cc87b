// SPDX-License-Identifier: Apache-2.0
/** The call's WebSocket to a worker, and the registry in Redis that says where workers are. Client of {@code io.allo.contracts.media} and {@code io.allo.contracts.worker}. */
@NullMarked
package io.allo.gateway.mediastream;

import org.jspecify.annotations.NullMarked;
