// SPDX-License-Identifier: Apache-2.0
/** Tells the business, and the address that an agent names, of what ended, words and costs included: outbox row, record, HTTP. */
@NullMarked
package io.allo.router.report;

import org.jspecify.annotations.NullMarked;
