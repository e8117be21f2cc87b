// SPDX-License-Identifier: Apache-2.0
/** SIP (RFC 3261): the stack's edge. Only here {@code javax.sip}. A request comes in on a stack thread, is checked, and ends in the mailbox of its call; JAIN-SIP keeps the transactions, the dialogs are ours (its dialog layer answers by itself and waits on locks). */
@NullMarked
package io.allo.gateway.signaling;

import org.jspecify.annotations.NullMarked;
