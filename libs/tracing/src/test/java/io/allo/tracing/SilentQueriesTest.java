// SPDX-License-Identifier: Apache-2.0
package io.allo.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilentQueriesTest {
    @ParameterizedTest
    @CsvSource({
        "url.full,http://a/api/ai?restaurantId=1&callerPhone=%2B33612345678,http://a/api/ai?restaurantId=…&callerPhone=…",
        "url.query,callerPhone=%2B33612345678,callerPhone=…",
        "url.path,/api/customers/+33612345678/orders,/api/customers/…/orders",
        "url.path,/api/conversations/1234,/api/conversations/1234",
        "allo.call.id,a=b?c=d,a=b?c=d"
    })
    void numbersInAddressesAreInNoSpan(String key, String value, String shown) {
        try (SdkTracerProvider tracers = SdkTracerProvider.builder()
                .addSpanProcessor(new SilentQueries())
                .build()) {
            var span = tracers.get("test")
                    .spanBuilder("GET")
                    .setAttribute(key, value)
                    .startSpan();

            assertThat(((ReadableSpan) span).getAttribute(AttributeKey.stringKey(key)))
                    .isEqualTo(shown);
        }
    }
}
