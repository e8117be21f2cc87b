// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.contracts.EndReason;
import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.trunk.TrunkTelemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** C46: metrics labelled by SIP account. */
@ApplicationScoped
class TrunkObservation implements TrunkTelemetry {
    private static final String ACCOUNT = "account";
    private static final String DIRECTION = "direction";
    private static final String OUT = "outbound";
    private static final String IN = "inbound";

    private final MeterRegistry registry;
    private final MultiGauge registered;

    TrunkObservation(MeterRegistry registry) {
        this.registry = registry;
        this.registered = MultiGauge.builder("allo.trunk.registered")
                .description("1 while the SIP account is registered by this gateway")
                .register(registry);
    }

    /** The accounts of this moment. @param state 1 when registered here */
    void accounts(List<Trunk> trunks, ToDoubleFunction<Trunk> state) {
        registered.register(
                trunks.stream()
                        .map(trunk -> MultiGauge.Row.of(account(trunk), () -> state.applyAsDouble(trunk)))
                        .toList(),
                true);
    }

    @Override
    public void dialled(Trunk trunk) {
        calls(account(trunk), OUT).increment();
    }

    @Override
    public void refused(String reason) {
        Counter.builder("allo.dial.refused")
                .description("Targets that the dial policy or a limit of the account refused")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    @Override
    public void failed(Trunk trunk, int status) {
        failures(account(trunk), OUT, String.valueOf(status)).increment();
    }

    @Override
    public void ended(Trunk trunk, Duration talked) {
        talking(account(trunk), OUT).record(talked);
    }

    /** A call came in by this account. */
    void cameIn(int sipAccountId) {
        calls(account(sipAccountId), IN).increment();
    }

    /** A call of this account is over. @param answeredAt null when it was not answered */
    void cameToAnEnd(int sipAccountId, @Nullable Instant answeredAt, EndReason reason) {
        if (answeredAt == null) {
            failures(account(sipAccountId), IN, reason.slug()).increment();
        } else {
            talking(account(sipAccountId), IN).record(Duration.between(answeredAt, Instant.now()));
        }
    }

    private Counter failures(Tags account, String direction, String status) {
        return Counter.builder("allo.trunk.call.failures")
                .description("Calls through a SIP account that were not answered, by SIP status or end reason")
                .tags(account.and(DIRECTION, direction).and("status", status))
                .register(registry);
    }

    private Counter calls(Tags account, String direction) {
        return Counter.builder("allo.trunk.calls")
                .description("Calls through a SIP account")
                .tags(account.and(DIRECTION, direction))
                .register(registry);
    }

    private Timer talking(Tags account, String direction) {
        return Timer.builder("allo.trunk.call.duration")
                .description("Talking time through a SIP account")
                .tags(account.and(DIRECTION, direction))
                .register(registry);
    }

    private static Tags account(Trunk trunk) {
        return account(trunk.id());
    }

    private static Tags account(int id) {
        return Tags.of(ACCOUNT, String.valueOf(id));
    }
}
