// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.util.Locale;

/** How a caller is brought to another person. */
public enum TransferMode {
    /** Not yet, or not at all. */
    NONE,
    /** His own trunk is asked to call there. */
    REFER,
    /** The gateway calls there and joins the two. */
    BRIDGE,
    /** The same, but the person there is asked first. */
    SUPERVISED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
