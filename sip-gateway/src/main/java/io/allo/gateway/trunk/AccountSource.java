// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import io.allo.contracts.trunk.Trunk;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where SIP accounts come from. */
@FunctionalInterface
public interface AccountSource {

    /** All active accounts, default first; fails when the source does not answer. Returns at once. */
    CompletionStage<List<Trunk>> read();
}
