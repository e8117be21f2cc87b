// SPDX-License-Identifier: Apache-2.0
package io.allo.egress;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A request to a customer's server.
 *
 * @param headers not sent on to another origin, but for {@code Accept}
 * @param limit for everything: name, connection, redirects, the whole answer
 * @param enough tells when so much of a body is all that is wanted, for streams that do not end; null = its end
 */
public record EgressRequest(
        String method,
        URI url,
        Map<String, String> headers,
        @Nullable Buffer body,
        Duration limit,
        @Nullable Predicate<EgressResponse> enough) {

    /** A GET. */
    public static EgressRequest get(URI url, Map<String, String> headers, Duration limit) {
        return new EgressRequest("GET", url, headers, null, limit, null);
    }

    /** A request with a body, or without. */
    public static EgressRequest of(
            String method, URI url, Map<String, String> headers, @Nullable Buffer body, Duration limit) {
        return new EgressRequest(method, url, headers, body, limit, null);
    }

    /** The same, satisfied early. */
    public EgressRequest until(Predicate<EgressResponse> satisfied) {
        return new EgressRequest(method, url, headers, body, limit, satisfied);
    }
}
