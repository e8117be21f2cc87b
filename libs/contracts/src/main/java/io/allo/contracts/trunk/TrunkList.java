// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.trunk;

import java.util.List;

/**
 * Answer of {@code GET /internal/trunks}: every active SIP account of every business.
 *
 * @param trunks default first, then by label
 */
public record TrunkList(List<Trunk> trunks) {
    public TrunkList {
        trunks = List.copyOf(trunks);
    }
}
