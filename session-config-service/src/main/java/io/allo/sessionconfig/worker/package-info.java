// SPDX-License-Identifier: Apache-2.0
/** The workers of the installation, as their registry in Redis says. */
@NullMarked
package io.allo.sessionconfig.worker;

import org.jspecify.annotations.NullMarked;
