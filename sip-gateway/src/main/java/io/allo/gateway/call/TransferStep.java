// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

/** How far a {@link Transfer} is. */
sealed interface TransferStep {
    /** What the worker said before is still playing. */
    record Announcing() implements TransferStep {}

    /** REFER is out. @param accepted a 2xx or a NOTIFY came: the peer is at it */
    record Referring(boolean accepted) implements TransferStep {}

    /** The gateway calls the other person, and joins the two at the answer. */
    record Dialling(TargetLeg target) implements TransferStep {}

    /** The other person is asked first. @param answered he is on the line, and hears the worker */
    record Consulting(TargetLeg target, boolean answered) implements TransferStep {}

    /** The two talk. */
    record Joined(TargetLeg target) implements TransferStep {}

    record Over() implements TransferStep {}
}
