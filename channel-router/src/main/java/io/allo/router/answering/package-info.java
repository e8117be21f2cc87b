// SPDX-License-Identifier: Apache-2.0
/**
 * Who answered a call that we placed: a person or an answering machine? Told from the sound of the first seconds and, where somebody
 * recognises speech, from the words. Used by {@code voice}; knows no framework.
 */
@NullMarked
package io.allo.router.answering;

import org.jspecify.annotations.NullMarked;
