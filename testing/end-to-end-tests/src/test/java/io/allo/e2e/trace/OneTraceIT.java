// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.testkit.sip.Sipp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A call is one trace across the four services: SIP, the media socket, HTTP and Kafka. */
@ExtendWith(AlloStack.class)
class OneTraceIT {
    @TempDir
    Path folder;

    @Test
    void aCallIsOneTraceAcrossTheFourServicesAndKafka(RunningAllo allo) throws Exception {
        Sipp.run(Sipp.scenario("answered-and-hung-up.xml"), folder, allo.sipPort(), "-s", "restaurant", "-m", "1");

        Awaitility.await("one trace with all four services")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    assertThat(allo.traces().servicesByTrace().values())
                            .as("spans by trace")
                            .anySatisfy(spans -> {
                                assertThat(services(spans))
                                        .contains(
                                                "sip-gateway",
                                                "channel-router",
                                                "session-config-service",
                                                "tool-executor-service");
                                assertThat(spans).anyMatch(span -> span.contains("call-events"));
                            });
                });
    }

    private static Set<String> services(Set<String> spans) {
        return spans.stream().map(span -> span.substring(0, span.indexOf(':'))).collect(Collectors.toSet());
    }
}
