// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The telephone gateways of this installation: a trunk is known to the one that registers it, a call to the one that carries it. */
@ApplicationScoped
class Gateways {
    private static final long CONNECT_SECONDS = 1;
    private static final long READ_SECONDS = 3;

    private final List<Gateway> all;

    Gateways(CockpitConfig config, @RestClient GatewayApi one) {
        List<Gateway> several = config.gateways().orElse(List.of()).stream()
                .map(Gateways::gateway)
                .toList();
        all = several.isEmpty() ? List.of(new Gateway(null, one)) : several;
    }

    /** @param name host and port; null where there is only one */
    record Gateway(@Nullable String name, GatewayApi api) {}

    /** In the order of the configuration. */
    List<Gateway> all() {
        return all;
    }

    private static Gateway gateway(URI url) {
        return new Gateway(
                url.getAuthority(),
                QuarkusRestClientBuilder.newBuilder()
                        .baseUri(url)
                        .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .readTimeout(READ_SECONDS, TimeUnit.SECONDS)
                        .build(GatewayApi.class));
    }
}
