// SPDX-License-Identifier: Apache-2.0
/** Categories, items and set menus, in the order in which they are numbered for the caller. */
@NullMarked
package io.allo.toolexecutor.menu;

import org.jspecify.annotations.NullMarked;
