// SPDX-License-Identifier: Apache-2.0
/** The staff's page in a real browser against the running Allo. */
@NullMarked
package io.allo.e2e.staff;

import org.jspecify.annotations.NullMarked;
