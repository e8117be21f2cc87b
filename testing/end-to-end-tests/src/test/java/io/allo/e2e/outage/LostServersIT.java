// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.phone.KeyedCall;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Redis, PostgreSQL or the router gone for 30 s while people agree to their orders, one by WhatsApp and one by phone: each is told
 * the truth or waits, nothing is lost or doubled, and afterwards all goes on without anybody's help.
 */
@ExtendWith(AlloStack.class)
class LostServersIT {
    private static final Duration OUTAGE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** What goes away or comes back. */
    private interface Step {
        void run() throws Exception;
    }

    @Test
    void redisIsAway(RunningAllo allo) throws Exception {
        var redis = allo.relays().redis();
        ordersGoOn(allo, "51", redis::cut, redis::restore);
    }

    @Test
    void postgresIsAway(RunningAllo allo) throws Exception {
        var postgres = allo.relays().postgres();
        ordersGoOn(allo, "53", postgres::cut, postgres::restore);
    }

    @Test
    void theRouterIsAway(RunningAllo allo) throws Exception {
        ordersGoOn(
                allo,
                "55",
                () -> allo.kill(AlloService.CHANNEL_ROUTER),
                () -> allo.startAgain(AlloService.CHANNEL_ROUTER));
    }

    private void ordersGoOn(RunningAllo allo, String number, Step goes, Step comes) throws Exception {
        var writer = new Orderer(allo, "+336120004" + number).upToConsent();
        String caller = "+336120001" + number;
        try (var call = new KeyedCall(folder, caller, "PCMU/8000/1", allo)) {
            call.answer(1, KeyedCall.UP_TO_CONSENT);
            call.awaitAgentTurns(5);
            try {
                goes.run();
                writer.agrees();
                call.press('1');
                // The length of the outage is what is tested: everybody keeps waiting for the whole of it.
                Thread.sleep(OUTAGE);
            } finally {
                comes.run();
            }
            // Twilio sends again what was not answered.
            writer.agrees();
            String told = writer.told();
            assertThat(new AlloApi(allo).ordersOf(writer.phone())).hasSize(1);
            isToldTheTruth(call, caller, allo);
        }
        var next = new Orderer(allo, "+336120002" + number).upToConsent();
        next.agrees();
        assertThat(next.told()).contains("confirmée");
        ConnectionsOfExecutor.areAllFree(allo);
    }

    /** The caller has the order that he was told of, or none and an apology or the end of the call. */
    private static void isToldTheTruth(KeyedCall call, String caller, RunningAllo allo) {
        Awaitility.await("the caller is told")
                .atMost(Duration.ofSeconds(30))
                .until(() -> call.over() || call.agentTurns().size() > 5);
        List<JsonNode> orders = new AlloApi(allo).ordersOf(caller);
        boolean confirmed = call.agentTurns().stream().anyMatch(text -> text.contains("confirmée"));
        assertThat(orders).as(() -> call.conversation().toString()).hasSize(confirmed ? 1 : 0);
    }
}
