// SPDX-License-Identifier: Apache-2.0
/**
 * Login by an OpenID provider: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0 §3.1, RFC 7636). What comes out is
 * a person of ours with a session of ours, as after a login by password.
 */
@NullMarked
package io.allo.sessionconfig.oidc;

import org.jspecify.annotations.NullMarked;
