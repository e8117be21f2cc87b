// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.e2e.phone.Sipp;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.Programs;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The bad days of a running Allo. */
@ExtendWith(AlloStack.class)
class OutageIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void theExecutorDiesBetweenRecapAndConsent(RunningAllo allo) throws Exception {
        var api = new AlloApi(allo);
        String person = "+33612000020";
        for (String text :
                new String[] {"je voudrais commander", "à emporter", "une margherita", "c'est tout", "Jeanne"}) {
            say(api, person, text);
        }

        allo.kill(AlloService.TOOL_EXECUTOR_SERVICE);
        String apology;
        try {
            apology = say(api, person, "oui");
        } finally {
            allo.startAgain(AlloService.TOOL_EXECUTOR_SERVICE);
        }

        assertThat(apology).contains("désolé").doesNotContain("est confirmée");
        assertThat(say(api, person, "oui")).as("a message instead is taken").contains("message");
        assertThat(say(api, person, "Rappelez-moi pour ma margherita")).contains("rappellerons");
        assertThat(api.ordersOf(person))
                .as("nothing that the person was not told of")
                .isEmpty();
    }

    @Test
    void kafkaIsAwayDuringACallAndItsEventsArriveLater(RunningAllo allo) throws Exception {
        Programs.require("sipp");
        var api = new AlloApi(allo);
        int before = ended(api);

        allo.pauseKafka();
        try {
            Sipp.call("answered-and-hung-up.xml", "restaurant", allo.sipPort(), folder);
        } finally {
            allo.resumeKafka();
        }

        Awaitility.await("the call's record is closed")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(ended(api)).isGreaterThan(before));
    }

    private static int ended(AlloApi api) {
        return api.conversations("voice").toString().split("caller-hangup", -1).length;
    }

    private static String say(AlloApi api, String person, String text) {
        return api.whatsApp("SM" + System.nanoTime(), person, text).body();
    }
}
