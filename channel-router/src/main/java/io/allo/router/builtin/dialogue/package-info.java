// SPDX-License-Identifier: Apache-2.0
/**
 * The dialogue of the built-in model, between {@code intent} and {@code wording}. {@link Dialogue} takes one message: keys
 * become meanings ({@link KeyMeaning}), words become intents; the flow that owns the present {@link Focus} answers first, then
 * what may be asked at any time. A {@link Reply} is the next state, what is said, and a tool call or a question; the question
 * always follows from the focus ({@link Questions}), so that it can be repeated after any digression.
 */
@NullMarked
package io.allo.router.builtin.dialogue;

import org.jspecify.annotations.NullMarked;
