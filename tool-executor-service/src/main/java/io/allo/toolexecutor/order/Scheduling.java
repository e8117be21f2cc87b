// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

/** Whether a new order asks for its place in the kitchen. */
enum Scheduling {
    PLANNED,
    /** The plan could not be read a moment ago: the order is worth more than its schedule. */
    NONE
}
