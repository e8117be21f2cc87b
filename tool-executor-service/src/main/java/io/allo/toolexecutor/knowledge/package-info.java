// SPDX-License-Identifier: Apache-2.0
/** What a business knows: documents come in, are cut into passages, and questions find them. */
@NullMarked
package io.allo.toolexecutor.knowledge;

import org.jspecify.annotations.NullMarked;
