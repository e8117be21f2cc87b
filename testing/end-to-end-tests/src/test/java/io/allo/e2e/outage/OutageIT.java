// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.phone.KeyedCall;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.CallEvents;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import io.allo.testkit.sip.Sipp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The bad days of a running Allo. */
@ExtendWith(AlloStack.class)
class OutageIT {
    private static final Duration OUTAGE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void theExecutorIsAwayWhileAWriterAndACallerConfirm(RunningAllo allo) throws Exception {
        var api = new AlloApi(allo);
        String writer = "+33612000020";
        String caller = "+33612000021";
        for (String text :
                new String[] {"je voudrais commander", "à emporter", "une margherita", "c'est tout", "Jeanne"}) {
            say(api, writer, text);
        }
        String apology;
        try (var call = new KeyedCall(folder, caller, "PCMU/8000/1", allo)) {
            call.answer(1, KeyedCall.UP_TO_CONSENT);
            call.awaitAgentTurns(5);
            try {
                allo.kill(AlloService.TOOL_EXECUTOR_SERVICE);
                apology = say(api, writer, "oui");
                call.answer(5, List.of("1"));
                call.awaitAgentTurns(6);
                assertThat(call.agentTurns().get(5)).contains("désolé").doesNotContain("est confirmée");
                awaitOutage(() -> !call.over());
            } finally {
                allo.startAgain(AlloService.TOOL_EXECUTOR_SERVICE);
            }
            assertThat(call.over()).as("the caller is still on the line").isFalse();
            call.hangUp();
            call.awaitEndReason("caller-hangup");
        }

        assertThat(apology).contains("désolé").doesNotContain("est confirmée");
        assertThat(say(api, writer, "oui")).as("a message instead is taken").contains("message");
        assertThat(say(api, writer, "Rappelez-moi pour ma margherita")).contains("rappellerons");
        for (String person : List.of(writer, caller)) {
            assertThat(api.ordersOf(person))
                    .as("nothing that the person was not told of")
                    .isEmpty();
        }
    }

    @Test
    void kafkaIsAwayDuringACallAndItsEventsArriveLater(RunningAllo allo) throws Exception {
        String caller = "+33612000022";
        Instant begun = Instant.now();
        try (var call = new KeyedCall(folder, caller, "PCMU/8000/1", allo)) {
            try {
                allo.pauseKafka();
                call.answer(1, KeyedCall.UP_TO_CONSENT);
                Path whileAway = Files.createDirectory(folder.resolve("while-away"));
                Sipp.run(
                        Sipp.scenario("answered-and-hung-up.xml"),
                        whileAway,
                        allo.sipPort(),
                        "-s",
                        "restaurant",
                        "-m",
                        "1");
                awaitOutage(() -> !call.over());
                call.answer(5, List.of("1"));
                call.awaitHangUpByTheAgent();
            } finally {
                allo.resumeKafka();
            }
            call.awaitEndReason("agent-hangup");
        }
        try (var events = new CallEvents(allo)) {
            String whole = events.await(2, event -> isOffered(event, begun))
                    .getLast()
                    .path("callId")
                    .asText();
            events.await(1, event -> isEndOf(event, whole));
            // what was on its way when the broker fell silent comes again, under the same id
            Set<String> seen = new HashSet<>();
            assertThat(events.await(1, event -> event.path("callId").asText().equals(whole)))
                    .filteredOn(event -> seen.add(event.path("eventId").asText()))
                    .extracting(CallEvents::nameOf)
                    .as("nothing lost, in order")
                    .containsExactly("CallOffered", "CallRinging", "CallAnswered", "CallEnded");
        }
        assertThat(new AlloApi(allo).ordersOf(caller)).hasSize(1);
    }

    private static boolean isEndOf(JsonNode event, String call) {
        return CallEvents.nameOf(event).equals("CallEnded")
                && event.path("callId").asText().equals(call);
    }

    private static boolean isOffered(JsonNode event, Instant after) {
        return CallEvents.nameOf(event).equals("CallOffered")
                && Instant.parse(event.path("occurredAt").asText()).isAfter(after);
    }

    /** As long as the outage lasts, this holds. */
    private static void awaitOutage(Callable<Boolean> holds) {
        Awaitility.await("30 s of outage")
                .during(OUTAGE)
                .atMost(OUTAGE.plusSeconds(5))
                .until(holds);
    }

    private static String say(AlloApi api, String person, String text) {
        return api.whatsApp("SM" + System.nanoTime(), person, text).body();
    }
}
