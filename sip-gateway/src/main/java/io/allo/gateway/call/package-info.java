// SPDX-License-Identifier: Apache-2.0
/** The core: one {@code Call} owns one call's state, fed by one mailbox. Knows no framework, no SIP stack, no socket. */
@NullMarked
package io.allo.gateway.call;

import org.jspecify.annotations.NullMarked;
