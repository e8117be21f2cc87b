// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.oidc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Login by an OpenID provider: off without an issuer and a client id. */
@ConfigMapping(prefix = "allo.oidc")
interface OidcConfig {
    /** The provider, as its tokens name it; {@code /.well-known/openid-configuration} is asked below it. */
    Optional<URI> issuer();

    /** Under which name the provider knows Allo. */
    Optional<String> clientId();

    /** Proves that; none for a public client, which PKCE protects. */
    Optional<String> clientSecret();

    /** What the button is called, for example the provider's name. */
    @WithDefault("OpenID")
    String label();

    /** What is asked for, besides {@code openid}. */
    @WithDefault("email profile")
    String scopes();

    /** Where browsers reach this service, {@code https://host[:port]}; not set: as they say in {@code Host}. */
    Optional<URI> publicUrl();

    /** The claim that says what somebody may do; dots lead into objects ({@code realm_access.roles}). */
    @WithDefault("roles")
    String roleClaim();

    /** Role by value of that claim; without any, a value counts that is the name of a role, but {@code admin}. The first of several in the order of docs/administration.md wins. */
    Map<String, String> roles();

    /** The claim that holds the id of the person's account. */
    @WithDefault("allo_account")
    String accountClaim();

    /** The account of whoever has no such claim. */
    Optional<UUID> account();

    /** How long the provider may take for an answer. */
    @WithDefault("5s")
    Duration timeout();
}
