// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.simulation.SimulateOptions;
import io.allo.simulation.Simulation;
import io.allo.testkit.infra.ProjectRoot;
import io.allo.testkit.provider.RealtimeRestaurant;
import io.allo.testkit.sip.PeerProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A1, E1, E25: callers of an agent whose model is a speech-to-speech server, through the whole stack. */
@ExtendWith(AlloStack.class)
class RealtimeScenariosIT {
    private static final String NUMBER = "+33939240599";

    @Test
    void anOrderByAToolCallAndAnInterruption(RunningAllo allo) throws Exception {
        PeerProgram.require("espeak-ng");
        RealtimeRestaurant.in(allo.realtime());
        allo.loadAccount(RealtimeScenariosIT::withRealtimeAgent);
        Path scenarios = ProjectRoot.find().resolve("scenarios/realtime");
        List<String> lines = new ArrayList<>();

        int before = allo.realtime().handshakes();
        int status = Simulation.run(
                SimulateOptions.of(
                        List.of(
                                "--call",
                                NUMBER,
                                scenarios.resolve("order.yaml").toString(),
                                scenarios.resolve("interruption.yaml").toString()),
                        ProjectRoot.find(),
                        () -> ScenariosIT.doors(allo)),
                lines::add);

        assertThat(status).as(String.join("\n", lines)).isZero();
        assertThat(allo.realtime().handshakes() - before)
                .as(
                        "A1: of the four services, which all know the address, only the voice side connects: for each of two calls")
                .isBetween(2, 4);
        assertThat(allo.realtime().sessions())
                .allSatisfy(session -> assertThat(session.refusals()).isEmpty());
    }

    /** The demo's agent once more, by another model and at another number. */
    private static String withRealtimeAgent(String account) {
        try {
            ObjectMapper json = new ObjectMapper();
            ObjectNode demo = (ObjectNode) json.readTree(account);
            ObjectNode agent = demo.withArray("agents").get(0).deepCopy();
            agent.put("id", "22220000-0000-4000-8000-000000000009");
            agent.put("name", "Pizzeria Allô, de vive voix");
            agent.put("model", "gpt-realtime");
            agent.putArray("addresses").addObject().put("channel", "voice").put("address", NUMBER);
            demo.withArray("agents").add(agent);
            return json.writeValueAsString(demo);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
