// SPDX-License-Identifier: Apache-2.0
/**
 * This process as a worker: announces itself to the gateways, beats, holds the slots of its calls, and leaves in order. Stands
 * beside {@code voice}, whose calls it counts. Where the registry is kept is behind
 * {@link io.allo.router.worker.WorkerAnnouncement}.
 */
@NullMarked
package io.allo.router.worker;

import org.jspecify.annotations.NullMarked;
