// SPDX-License-Identifier: Apache-2.0
/** The voice server's workers and agents, for the administration page: a browser never calls the voice server. */
@NullMarked
package io.allo.toolexecutor.servers;

import org.jspecify.annotations.NullMarked;
