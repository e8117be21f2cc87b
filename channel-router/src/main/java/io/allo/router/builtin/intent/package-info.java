// SPDX-License-Identifier: Apache-2.0
/**
 * From words to meaning, first step of the built-in model: folding, similarity, number words, and the intents that a lexicon
 * (one resource file per language) finds in a text. Knows nothing of dialogues, tools or wording.
 */
@NullMarked
package io.allo.router.builtin.intent;

import org.jspecify.annotations.NullMarked;
