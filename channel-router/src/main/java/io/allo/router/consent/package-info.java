// SPDX-License-Identifier: Apache-2.0
/**
 * What a person on the telephone is told before the agent's greeting, what he answers, and what may be kept of his call. Asked by
 * {@code voice}, which says the words and hears the answer, and obeyed by {@code history} and {@code recording}.
 */
@NullMarked
package io.allo.router.consent;

import org.jspecify.annotations.NullMarked;
