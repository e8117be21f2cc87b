// SPDX-License-Identifier: Apache-2.0
/**
 * From meaning to words, last step of the built-in model: every sentence it says is a {@link Phrase} whose text stands in
 * {@code phrases_<language>.properties}. Money, times and lists are put as people say them.
 */
@NullMarked
package io.allo.router.builtin.wording;

import org.jspecify.annotations.NullMarked;
