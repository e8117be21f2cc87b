// SPDX-License-Identifier: Apache-2.0
/** HTTP of the gateway for those who run it: the bridge contract. */
@NullMarked
package io.allo.gateway.api;

import org.jspecify.annotations.NullMarked;
