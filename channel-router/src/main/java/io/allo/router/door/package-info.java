// SPDX-License-Identifier: Apache-2.0
/** Who may come in: the service key on {@code /internal}, an account's key on {@code @ForAccount} resources; errors as RFC 9457 problems. */
@NullMarked
package io.allo.router.door;

import org.jspecify.annotations.NullMarked;
