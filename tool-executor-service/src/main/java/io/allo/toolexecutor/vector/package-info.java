// SPDX-License-Identifier: Apache-2.0
/** Texts as vectors, and where they are kept: an embeddings server of OpenAI's form and Qdrant. Knows of no business. */
@NullMarked
package io.allo.toolexecutor.vector;

import org.jspecify.annotations.NullMarked;
