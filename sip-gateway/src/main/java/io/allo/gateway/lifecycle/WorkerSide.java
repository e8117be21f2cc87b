// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.gateway.call.WorkerDirectory;
import io.allo.gateway.call.WorkerStreams;

/** Who serves the calls of this gateway. */
record WorkerSide(WorkerDirectory directory, WorkerStreams streams) {}
