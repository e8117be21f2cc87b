// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.oidc;

import io.allo.access.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Reads ID tokens (OpenID Connect Core 1.0 §3.1.3.7): signature, issuer, audience, time, nonce; then who it is, and what he may do here. */
@ApplicationScoped
class IdTokens {
    private static final int SKEW_SECONDS = 30;

    private final OidcConfig config;
    private final Clock clock;

    IdTokens(OidcConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Whoever the provider let in.
     *
     * @param role null: nobody that may come in here
     * @param account null for an administrator of the installation, and for whoever has none
     */
    record Visitor(
            String issuer,
            String subject,
            String email,
            String name,
            @Nullable Role role,
            @Nullable UUID account) {
        @Override
        public String toString() {
            return "Visitor";
        }
    }

    /** @throws IllegalArgumentException when the token is not one for this login */
    Visitor read(String token, String jwks, String clientId, Journey journey) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                            ConstraintType.PERMIT,
                            AlgorithmIdentifiers.RSA_USING_SHA256,
                            AlgorithmIdentifiers.RSA_USING_SHA384,
                            AlgorithmIdentifiers.RSA_USING_SHA512,
                            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384))
                    .setVerificationKeyResolver(
                            new JwksVerificationKeyResolver(new JsonWebKeySet(jwks).getJsonWebKeys()))
                    .setExpectedIssuer(config.issuer().orElseThrow().toString())
                    .setExpectedAudience(clientId)
                    .setRequireExpirationTime()
                    .setRequireIssuedAt()
                    .setRequireSubject()
                    .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                    .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                    .build()
                    .processToClaims(token);
            String party = claims.getStringClaimValue("azp");
            if (!journey.nonce().equals(claims.getStringClaimValue("nonce"))
                    || party != null && !party.equals(clientId)
                    || party == null && claims.getAudience().size() > 1) {
                throw new IllegalArgumentException("the token was not made for this login");
            }
            return visitor(claims);
        } catch (InvalidJwtException | MalformedClaimException | JoseException e) {
            throw new IllegalArgumentException("no valid ID token", e);
        }
    }

    private Visitor visitor(JwtClaims claims) throws MalformedClaimException {
        String subject = claims.getSubject();
        String email = text(claims.getClaimValue("email"));
        String name = text(claims.getClaimValue("name"));
        Role role = role(values(claims.getClaimsMap(), config.roleClaim()));
        return new Visitor(
                claims.getIssuer(),
                subject,
                email == null ? subject : email,
                name != null ? name : email != null ? email : subject,
                role,
                role == Role.ADMIN ? null : account(claims));
    }

    /** The order of the roles is that of what they may do. An administrator of the installation is one by a rule only. */
    private @Nullable Role role(List<String> values) {
        boolean ruled = !config.roles().isEmpty();
        return values.stream()
                .map(value -> Role.of(ruled ? config.roles().get(value) : value))
                .flatMap(Optional::stream)
                .filter(role -> ruled || role != Role.ADMIN)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private @Nullable UUID account(JwtClaims claims) {
        for (String value : values(claims.getClaimsMap(), config.accountClaim())) {
            try {
                return UUID.fromString(value);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return config.account().orElse(null);
    }

    private static List<String> values(Map<String, Object> claims, String path) {
        Object value = claims.get(path);
        if (value == null) {
            value = claims;
            for (String step : path.split("\\.")) {
                value = value instanceof Map<?, ?> map ? map.get(step) : null;
            }
        }
        return switch (value) {
            case String text -> Arrays.asList(text.split(" "));
            case Collection<?> list -> list.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? text : null;
    }
}
