// SPDX-License-Identifier: Apache-2.0
/** Questions: those that the restaurant answered, and those that callers asked. */
@NullMarked
package io.allo.toolexecutor.faq;

import org.jspecify.annotations.NullMarked;
