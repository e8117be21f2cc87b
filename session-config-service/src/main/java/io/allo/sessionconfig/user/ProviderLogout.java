// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.smallrye.mutiny.Uni;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a person leaves the provider that let him in (OpenID Connect RP-Initiated Logout 1.0). Any thread. */
public interface ProviderLogout {
    /** From the ID token of the login to where his browser goes; null when the provider offers no such thing. */
    Uni<@Nullable UnaryOperator<String>> address();
}
