// SPDX-License-Identifier: Apache-2.0
package io.allo.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Takes the values of queries, and long numbers of paths, out of the spans of HTTP requests: callers' numbers stand there, and spans
 * leave the house.
 */
@Singleton
public class SilentQueries implements SpanProcessor {
    private static final AttributeKey<String> FULL = AttributeKey.stringKey("url.full");
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final Pattern VALUE = Pattern.compile("=[^&#]*");
    private static final Pattern NUMBER = Pattern.compile("(?<=/)(?:\\+|%2[bB])?\\d{7,}(?=[/?#]|$)");

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        silence(span, FULL);
        silence(span, PATH);
        String query = span.getAttribute(QUERY);
        if (query != null) {
            span.setAttribute(QUERY, values(query));
        }
    }

    private static void silence(ReadWriteSpan span, AttributeKey<String> key) {
        String url = span.getAttribute(key);
        if (url == null) {
            return;
        }
        int query = url.indexOf('?');
        String path = NUMBER.matcher(query < 0 ? url : url.substring(0, query)).replaceAll("…");
        span.setAttribute(key, query < 0 ? path : path + values(url.substring(query)));
    }

    private static String values(String query) {
        return VALUE.matcher(query).replaceAll("=…");
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // nothing is known then that was not known at the start
    }
}
