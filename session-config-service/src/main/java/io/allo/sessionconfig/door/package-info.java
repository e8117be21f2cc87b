// SPDX-License-Identifier: Apache-2.0
/** Credentials on every path, and the shape of every error. */
@NullMarked
package io.allo.sessionconfig.door;

import org.jspecify.annotations.NullMarked;
