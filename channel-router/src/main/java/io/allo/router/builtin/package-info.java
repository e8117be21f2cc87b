// SPDX-License-Identifier: Apache-2.0
/**
 * The model that needs no key and no network: a deterministic dialogue in French and English that fills the JSON Schemas of the
 * session's own tools. The road of a message: {@code intent} (what is meant) → {@code dialogue} (what to do, with
 * {@code slot} for what a tool needs) → {@code wording} (how to say it). Lexicon and phrases are resource files, one per
 * language.
 */
@NullMarked
package io.allo.router.builtin;

import org.jspecify.annotations.NullMarked;
