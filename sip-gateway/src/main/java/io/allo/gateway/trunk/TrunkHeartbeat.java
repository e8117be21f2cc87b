// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.CallTimers;
import io.allo.gateway.call.Mailbox;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the way to a trunk's server open (CRLFCRLF) and asks whether it is still there (OPTIONS): any answer is a sign of
 * life. Used inside the account's mailbox.
 */
final class TrunkHeartbeat {
    private static final int SILENCES = 2;
    private static final int TIMEOUT = 408;

    private final RegistrarPorts ports;
    private final Mailbox mailbox;
    private final Runnable lost;
    private int generation;
    private int silences;
    private CallTimers.@Nullable Pending keepAlive;
    private CallTimers.@Nullable Pending ping;

    /** @param lost run when the server left two OPTIONS in a row unanswered */
    TrunkHeartbeat(RegistrarPorts ports, Mailbox mailbox, Runnable lost) {
        this.ports = ports;
        this.mailbox = mailbox;
        this.lost = lost;
    }

    void start(Trunk trunk, SipTarget target) {
        stop();
        int mine = generation;
        if (trunk.policy().keepAliveSec() > 0) {
            keepAlive(mine, target, Duration.ofSeconds(trunk.policy().keepAliveSec()));
        }
        if (trunk.policy().optionsPingSec() > 0) {
            ping(mine, trunk, target, Duration.ofSeconds(trunk.policy().optionsPingSec()));
        }
    }

    void stop() {
        generation++;
        silences = 0;
        if (keepAlive != null) {
            keepAlive.cancel();
        }
        if (ping != null) {
            ping.cancel();
        }
    }

    private void keepAlive(int mine, SipTarget target, Duration every) {
        keepAlive = ports.timers()
                .after(
                        every,
                        () -> mailbox.execute(() -> {
                            if (mine == generation) {
                                ports.client().keepAlive(target);
                                keepAlive(mine, target, every);
                            }
                        }));
    }

    private void ping(int mine, Trunk trunk, SipTarget target, Duration every) {
        ping = ports.timers()
                .after(
                        every,
                        () -> mailbox.execute(() -> {
                            if (mine == generation) {
                                ports.client()
                                        .ping(trunk, target, status -> mailbox.execute(() -> answered(mine, status)));
                                ping(mine, trunk, target, every);
                            }
                        }));
    }

    private void answered(int mine, int status) {
        if (mine != generation) {
            return;
        }
        silences = status == TIMEOUT ? silences + 1 : 0;
        if (silences >= SILENCES) {
            silences = 0;
            lost.run();
        }
    }
}
