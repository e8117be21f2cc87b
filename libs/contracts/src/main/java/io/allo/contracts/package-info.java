// SPDX-License-Identifier: Apache-2.0
/**
 * Records that travel between Allo's services. No framework, no behaviour beyond their own invariants. JSON names are the
 * record components' names unless annotated; timestamps are ISO-8601 instants in UTC; phone numbers are E.164.
 */
@NullMarked
package io.allo.contracts;

import org.jspecify.annotations.NullMarked;
