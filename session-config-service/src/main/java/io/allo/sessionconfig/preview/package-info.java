// SPDX-License-Identifier: Apache-2.0
/** Looking before a call comes: the session that a contact would get, and who would take a call. For people who set agents up. */
@NullMarked
package io.allo.sessionconfig.preview;

import org.jspecify.annotations.NullMarked;
