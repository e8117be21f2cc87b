// SPDX-License-Identifier: Apache-2.0
/** Where guests sit and when: rooms, tables, dining services and offers. Read by reservations and by the session's facts. */
@NullMarked
package io.allo.toolexecutor.dining;

import org.jspecify.annotations.NullMarked;
