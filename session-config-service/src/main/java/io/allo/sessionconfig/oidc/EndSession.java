// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.oidc;

import io.allo.sessionconfig.user.ProviderLogout;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Who logs out here logs out at the configured provider too, where it offers an {@code end_session_endpoint}. */
@ApplicationScoped
class EndSession implements ProviderLogout {
    private final OpenIdProvider provider;

    EndSession(OpenIdProvider provider) {
        this.provider = provider;
    }

    @Override
    public Uni<@Nullable UnaryOperator<String>> address() {
        return provider.isOffered()
                ? provider.metadata().map(provider::logout)
                : Uni.createFrom().nullItem();
    }
}
