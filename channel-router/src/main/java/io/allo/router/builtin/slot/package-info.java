// SPDX-License-Identifier: Apache-2.0
/** Slots: the properties of a tool's JSON Schema, which values they take, and how a value is read from words. */
@NullMarked
package io.allo.router.builtin.slot;

import org.jspecify.annotations.NullMarked;
