// SPDX-License-Identifier: Apache-2.0
/**
 * What a model must not let out, whatever a person or a document talks it into: its own instructions, names of tools, keys. Stands
 * between a model and the engine, on each word. Which tools it may call is decided where they run ({@code conversation.ToolLoop}).
 */
@NullMarked
package io.allo.router.guard;

import org.jspecify.annotations.NullMarked;
