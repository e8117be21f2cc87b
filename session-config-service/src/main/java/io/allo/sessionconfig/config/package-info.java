// SPDX-License-Identifier: Apache-2.0
/** The service's typed configuration; a start without its secrets is refused. */
@NullMarked
package io.allo.sessionconfig.config;

import org.jspecify.annotations.NullMarked;
