// SPDX-License-Identifier: Apache-2.0
/** Signs the tokens that people carry, and publishes the keys by which every service checks them. */
@NullMarked
package io.allo.sessionconfig.token;

import org.jspecify.annotations.NullMarked;
