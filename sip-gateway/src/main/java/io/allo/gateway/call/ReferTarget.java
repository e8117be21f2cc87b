// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

/** Where a REFER sends its receiver. */
public sealed interface ReferTarget {

    /** @param user user part, completed by the host that the dialog's peer gave itself; or a whole {@code sip:} URI */
    record Number(String user) implements ReferTarget {
        public Number {
            requireNonNull(user, "user");
        }
    }

    /** Into the place of a dialog of ours (RFC 3891). */
    record InPlaceOf(OutboundLeg.Replaced dialog) implements ReferTarget {
        public InPlaceOf {
            requireNonNull(dialog, "dialog");
        }
    }
}
