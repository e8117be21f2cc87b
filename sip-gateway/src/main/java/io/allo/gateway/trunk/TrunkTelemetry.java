// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import io.allo.contracts.trunk.Trunk;
import java.time.Duration;

/** Metrics of SIP accounts. Any thread. */
public interface TrunkTelemetry {
    /** Counts nothing. */
    TrunkTelemetry NONE = new TrunkTelemetry() {
        @Override
        public void dialled(Trunk trunk) {
            // not counted
        }

        @Override
        public void refused(String reason) {
            // not counted
        }

        @Override
        public void failed(Trunk trunk, int status) {
            // not counted
        }

        @Override
        public void ended(Trunk trunk, Duration talked) {
            // not counted
        }
    };

    /** An INVITE goes out through this account. */
    void dialled(Trunk trunk);

    /** The dial policy or a limit refused a target. */
    void refused(String reason);

    /** An outgoing call through this account was not answered. */
    void failed(Trunk trunk, int status);

    /** An answered outgoing call is over. */
    void ended(Trunk trunk, Duration talked);
}
