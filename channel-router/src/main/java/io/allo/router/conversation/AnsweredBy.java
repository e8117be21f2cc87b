// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

/** Who answered a call that we placed. */
public enum AnsweredBy {
    HUMAN,
    MACHINE,
    /** Nobody said anything. */
    UNKNOWN
}
