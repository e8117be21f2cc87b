// SPDX-License-Identifier: Apache-2.0
/** Business endpoints of the router: conversation records. */
@NullMarked
package io.allo.router.api;

import org.jspecify.annotations.NullMarked;
