// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import io.allo.simulation.Doors;
import io.allo.simulation.SimulateOptions;
import io.allo.simulation.Simulation;
import io.allo.testkit.infra.ProjectRoot;
import io.allo.testkit.sip.PeerProgram;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** E25: what {@code ./allo simulate} does by hand, CI does with every scenario that needs no key. */
@ExtendWith(AlloStack.class)
class ScenariosIT {
    @TempDir
    Path folder;

    @Test
    void everyKeylessScenarioOfTheRestaurantPasses(RunningAllo allo) throws Exception {
        PeerProgram.require("espeak-ng");
        List<String> lines = new ArrayList<>();
        Path report = folder.resolve("report.xml");

        int status = Simulation.run(
                SimulateOptions.of(
                        List.of("--at-once", "3", "--junit", report.toString()), ProjectRoot.find(), () -> doors(allo)),
                lines::add);

        assertThat(status).as(String.join("\n", lines)).isZero();
        assertThat(Files.readString(report)).contains("tests=\"4\" failures=\"0\"");
    }

    static Doors doors(RunningAllo allo) {
        Map<String, String> urls =
                Arrays.stream(AlloService.values()).collect(Collectors.toMap(AlloService::module, allo::url));
        return new Doors(new InetSocketAddress("127.0.0.1", allo.sipPort()), urls, allo.demoKey());
    }
}
