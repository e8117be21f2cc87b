// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import io.allo.contracts.account.AccountIdentity;
import io.allo.toolexecutor.Demo;
import io.quarkus.test.Mock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Stands for session-config-service: two accounts with a key each. */
@Mock
@RestClient
@ApplicationScoped
class StubAccounts implements AccountAuthenticationClient {
    static final String DEMO_KEY = "demo-account-key";
    static final String OTHER_KEY = "other-account-key";

    @Override
    public Uni<AccountIdentity> authenticate(String serviceKey, Map<String, String> keyBody) {
        return switch (String.valueOf(keyBody.get("key"))) {
            case DEMO_KEY -> Uni.createFrom().item(new AccountIdentity(Demo.ACCOUNT, "Demo", "FR"));
            case OTHER_KEY -> Uni.createFrom().item(new AccountIdentity("other", "Other", "BE"));
            default -> Uni.createFrom().failure(new WebApplicationException(404));
        };
    }
}
