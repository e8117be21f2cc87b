// SPDX-License-Identifier: Apache-2.0
/** Puts the gateway together, warms it up, opens it, and drains it on SIGTERM. Health, metrics and trace. */
@NullMarked
package io.allo.gateway.lifecycle;

import org.jspecify.annotations.NullMarked;
