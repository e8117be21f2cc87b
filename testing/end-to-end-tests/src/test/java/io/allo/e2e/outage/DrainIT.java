// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.e2e.phone.KeyedCall;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import io.allo.testkit.sip.Sipp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real signals to the packaged gateway with live calls on it: the first one drains, the second one is immediate. */
@ExtendWith(AlloStack.class)
class DrainIT {
    private static final AlloService GATEWAY = AlloService.SIP_GATEWAY;
    /** {@code allo.call.drain} as it is shipped. */
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void theSecondSignalEndsWhatTheFirstOneLeftAlive(RunningAllo allo) throws Exception {
        CompletableFuture<Integer> status = allo.ended(GATEWAY);
        try (var leaving = call("leaving", "+33612000061", allo);
                var staying = call("staying", "+33612000062", allo)) {
            firstSignal(allo);
            Sipp.run(Sipp.scenario("refused.xml").replace("STATUS", "503"), folder, allo.sipPort(), "-m", "1");
            assertThat(leaving.over() || staying.over()).as("calls live on").isFalse();
            leaving.hangUp();
            leaving.awaitEndReason("caller-hangup");
            assertThat(staying.over()).as("the other one lives on").isFalse();

            allo.terminate(GATEWAY);

            Awaitility.await("the call is ended at once")
                    .atMost(Duration.ofSeconds(5))
                    .until(staying::over);
            assertThat(status.get(10, TimeUnit.SECONDS)).isIn(0, 143);
        } finally {
            restart(allo);
        }
    }

    @Test
    void callsThatStayHearAnAnnouncementAtTheDeadline(RunningAllo allo) throws Exception {
        CompletableFuture<Integer> status = allo.ended(GATEWAY);
        try (var staying = call("staying", "+33612000063", allo)) {
            long begin = System.nanoTime();
            firstSignal(allo);
            Awaitility.await("the deadline").atMost(DEADLINE.plusSeconds(15)).until(staying::over);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(DEADLINE.minusSeconds(1));
            assertThat(status.get(15, TimeUnit.SECONDS)).isIn(0, 143);
            assertThat(staying.voicedSecondsAtTheEnd(3))
                    .as("a goodbye is heard")
                    .isGreaterThan(0.5);
        } finally {
            restart(allo);
        }
    }

    private KeyedCall call(String name, String caller, RunningAllo allo) throws Exception {
        var call = new KeyedCall(Files.createDirectory(folder.resolve(name)), caller, "PCMU/8000/1", allo);
        call.awaitAgentTurns(1);
        return call;
    }

    private static void firstSignal(RunningAllo allo) {
        allo.terminate(GATEWAY);
        Awaitility.await("the gateway drains")
                .atMost(Duration.ofSeconds(10))
                .until(() -> Files.readString(allo.log(GATEWAY)).contains("draining: "));
    }

    private static void restart(RunningAllo allo) throws InterruptedException {
        allo.stop(GATEWAY);
        allo.startAgain(GATEWAY);
    }
}
