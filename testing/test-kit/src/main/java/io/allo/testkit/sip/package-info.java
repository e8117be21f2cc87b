// SPDX-License-Identifier: Apache-2.0
/** Real SIP peers for tests: programs that are none of ours, on loopback, ended by process id. */
@NullMarked
package io.allo.testkit.sip;

import org.jspecify.annotations.NullMarked;
