// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import io.allo.contracts.EndReason;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.CallTelemetry;
import io.allo.gateway.call.TransferMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what was told. */
public final class RecordedTelemetry implements CallTelemetry {
    public static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final List<EndReason> ended = new CopyOnWriteArrayList<>();
    private final List<EndReason> refused = new CopyOnWriteArrayList<>();
    private final List<String> transfers = new CopyOnWriteArrayList<>();

    @Override
    public CallTrace begin(CallRequest request) {
        return new CallTrace() {
            @Override
            public @Nullable String traceparent() {
                return TRACEPARENT;
            }

            @Override
            public void answered() {
                // seen in the events
            }

            @Override
            public void workerLost() {
                // seen at the workers
            }

            @Override
            public void transferred(TransferMode mode, String outcome, Duration took) {
                transfers.add(mode.wireName() + " " + outcome);
            }

            @Override
            public void ended(EndReason reason) {
                ended.add(reason);
            }
        };
    }

    @Override
    public void refused(EndReason reason) {
        refused.add(reason);
    }

    public List<EndReason> ended() {
        return List.copyOf(ended);
    }

    /** {@code bridge busy}, … */
    public List<String> transfers() {
        return List.copyOf(transfers);
    }

    public List<EndReason> refused() {
        return List.copyOf(refused);
    }
}
