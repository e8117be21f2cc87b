// SPDX-License-Identifier: Apache-2.0
/** Real SIP phones call the packaged services. */
@NullMarked
package io.allo.e2e.phone;

import org.jspecify.annotations.NullMarked;
