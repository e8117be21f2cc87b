// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which agent a page calls: the web token in the handshake's query. Pure functions. */
final class BrowserQuery {
    private static final int LONGEST = 128;

    private BrowserQuery() {}

    /** Empty when there is none, or none that could be one. */
    static String agent(@Nullable String query) {
        if (query == null) {
            return "";
        }
        return Arrays.stream(query.split("&"))
                .filter(field -> field.startsWith(BrowserVoiceEndpoint.AGENT + "="))
                .map(field -> field.substring(BrowserVoiceEndpoint.AGENT.length() + 1))
                .map(BrowserQuery::decoded)
                .filter(token -> token.length() <= LONGEST)
                .findFirst()
                .orElse("");
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
