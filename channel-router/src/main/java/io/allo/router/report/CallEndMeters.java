// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code allo_call_end_webhooks_total} by outcome: there from the start, so that an alarm has something to compare with. */
@Singleton
class CallEndMeters {
    private final MeterRegistry registry;

    CallEndMeters(MeterRegistry registry) {
        this.registry = registry;
        List.of("delivered", "repeated", "refused", "dead").forEach(this::counter);
    }

    void count(String outcome) {
        counter(outcome).increment();
    }

    private Counter counter(String outcome) {
        return Counter.builder("allo.call.end.webhooks")
                .description(
                        "Ended calls told to the address that their agent names; refused and dead ones are given up")
                .tag("outcome", outcome)
                .register(registry);
    }
}
