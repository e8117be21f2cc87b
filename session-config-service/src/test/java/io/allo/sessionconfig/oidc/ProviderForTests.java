// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.oidc;

import io.allo.testkit.provider.OpenIdServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The provider that the service under test is configured with. Found by the service loader. */
public final class ProviderForTests implements QuarkusTestResourceLifecycleManager {
    private static OpenIdServer server;

    static OpenIdServer provider() {
        return server;
    }

    @Override
    public Map<String, String> start() {
        try {
            server = new OpenIdServer("http://localhost:[0-9]+/api/login/oidc/callback").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "allo.oidc.issuer", server.issuer(),
                "allo.oidc.client-id", OpenIdServer.CLIENT,
                "allo.oidc.client-secret", OpenIdServer.SECRET,
                "allo.oidc.label", "Example",
                "allo.oidc.role-claim", "realm_access.roles",
                "allo.oidc.roles.allo-admins", "admin",
                "allo.oidc.roles.editors", "agent-editor",
                "allo.oidc.roles.readers", "viewer");
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
    }
}
