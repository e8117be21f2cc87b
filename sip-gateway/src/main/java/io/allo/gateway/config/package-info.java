// SPDX-License-Identifier: Apache-2.0
/** Typed configuration of the gateway, one interface per feature. */
@NullMarked
package io.allo.gateway.config;

import org.jspecify.annotations.NullMarked;
