// SPDX-License-Identifier: Apache-2.0
/**
 * What the business sells, as the session says it: numbered items, what is to be chosen with them, and how a person's words
 * find them. Second step of the built-in model, used by {@code reading} (what was said) and {@code dialogue} (what it means
 * now). Knows no dialogue and no tool.
 */
@NullMarked
package io.allo.router.builtin.menu;

import org.jspecify.annotations.NullMarked;
