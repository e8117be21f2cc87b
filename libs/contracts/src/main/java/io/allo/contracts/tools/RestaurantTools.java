// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import java.io.InputStream;
import java.util.Objects;

/**
 * The twelve restaurant tools, defined once: session-config-service offers them to the model, tool-executor-service checks
 * arguments against the same JSON Schemas and makes their requests. The resource is an array of {@link ToolConfig} in the order in
 * which they are offered.
 */
public final class RestaurantTools {
    /** Class-path resource; a native image must include it. */
    public static final String RESOURCE = "io/allo/contracts/tools/restaurant-tools.json";

    private RestaurantTools() {}

    /** Opens the JSON array, UTF-8; the caller closes it. */
    public static InputStream open() {
        return Objects.requireNonNull(
                RestaurantTools.class.getResourceAsStream("restaurant-tools.json"), "restaurant-tools.json");
    }
}
