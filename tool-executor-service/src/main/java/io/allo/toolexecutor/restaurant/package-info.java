// SPDX-License-Identifier: Apache-2.0
/** The restaurant itself: its settings and the version that any change of its facts raises. */
@NullMarked
package io.allo.toolexecutor.restaurant;

import org.jspecify.annotations.NullMarked;
