// SPDX-License-Identifier: Apache-2.0
package io.allo.egress;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer of whatever status.
 *
 * @param headers names without regard to case, the first of several
 */
public record EgressResponse(int status, Map<String, String> headers, Buffer body) {
    static Map<String, String> caseInsensitive(Iterable<Map.Entry<String, String>> entries) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        entries.forEach(entry -> headers.putIfAbsent(entry.getKey(), entry.getValue()));
        return headers;
    }
}
