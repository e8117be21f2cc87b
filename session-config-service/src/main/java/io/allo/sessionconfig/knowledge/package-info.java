// SPDX-License-Identifier: Apache-2.0
/** What a business knows is tool-executor-service's; the pages of administration reach it here, because they talk to this service only. */
@NullMarked
package io.allo.sessionconfig.knowledge;

import org.jspecify.annotations.NullMarked;
