// SPDX-License-Identifier: Apache-2.0
/**
 * The worker registry in Redis: channel-router instances announce themselves, sip-gateway reserves a slot for each call.
 * Both sides use the keys and the script of {@link io.allo.contracts.worker.WorkerRegistry}, so that they cannot disagree.
 */
@NullMarked
package io.allo.contracts.worker;

import org.jspecify.annotations.NullMarked;
