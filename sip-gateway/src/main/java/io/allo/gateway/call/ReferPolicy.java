// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

/**
 * Judges a number before the caller is handed to it, and says how. Implemented in {@code trunk} by the one dial policy. Any
 * thread; never waits.
 */
@FunctionalInterface
public interface ReferPolicy {
    /** A gateway without SIP accounts hands nobody over. */
    ReferPolicy NONE = (call, order) -> new Verdict.Refused("no SIP account");

    /** @param order what the agent or the API asked for */
    Verdict judge(CallRequest call, TransferOrder order);

    /** The caller's trunk is being asked to dial: that is use of its account. */
    default void referred(CallRequest call) {}

    /** May this call's peer send us elsewhere by REFER? */
    default boolean acceptsRefer(CallRequest call) {
        return false;
    }

    /** How the caller gets there. */
    sealed interface Verdict {
        /**
         * The caller's trunk is asked by REFER.
         *
         * @param user user part of {@code Refer-To} as the trunk wants it, or a whole {@code sip:} URI
         */
        record Refer(String user) implements Verdict {}

        /** The trunk does not follow REFER: the gateway dials and bridges. */
        record Bridge() implements Verdict {}

        /** @param detail for logs and people, without numbers */
        record Refused(String detail) implements Verdict {}
    }
}
