// SPDX-License-Identifier: Apache-2.0
/** Tells the business of each conversation that ended, words and costs included: outbox row, record, {@code POST /api/calls}. */
@NullMarked
package io.allo.router.report;

import org.jspecify.annotations.NullMarked;
