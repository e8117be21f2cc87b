// SPDX-License-Identifier: Apache-2.0
/** {@code GET /api/ai}: prompt, tools, greeting and context, composed for one contact from the business facts. */
@NullMarked
package io.allo.sessionconfig.session;

import org.jspecify.annotations.NullMarked;
