// SPDX-License-Identifier: Apache-2.0
/** What people write and say, as it is compared. */
@NullMarked
package io.allo.contracts.text;

import org.jspecify.annotations.NullMarked;
