// SPDX-License-Identifier: Apache-2.0
/** Import of one restaurant from one JSON document. */
@NullMarked
package io.allo.toolexecutor.provisioning;

import org.jspecify.annotations.NullMarked;
