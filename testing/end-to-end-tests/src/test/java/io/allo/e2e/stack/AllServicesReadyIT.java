// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.launcher.settings.AlloService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one command starts is ready, and nothing but it is needed (rows D26, D27). */
@ExtendWith(AlloStack.class)
class AllServicesReadyIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource(AlloService.class)
    void packagedServiceIsReady(AlloService service, RunningAllo allo) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(allo.managementUrl(service) + "/q/health/ready"))
                .build();

        var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void demoAccountGetsASessionOfItsRestaurant(RunningAllo allo) throws Exception {
        String config = allo.url(AlloService.SESSION_CONFIG_SERVICE);
        var request = HttpRequest.newBuilder(
                        URI.create(config + "/api/ai?mode=phone&restaurantId=" + allo.demoRestaurant()))
                .header("X-API-Key", allo.demoKey())
                .build();

        var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("confirm_order");
    }
}
