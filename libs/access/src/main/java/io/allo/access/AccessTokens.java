// SPDX-License-Identifier: Apache-2.0
package io.allo.access;

import java.security.PrivateKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Signed tokens: JWT (RFC 7519) by ES256, with {@code iss aud sub exp iat jti account role name}. Any thread; a check costs
 * less than a millisecond and asks nobody.
 */
public final class AccessTokens {
    private static final String ISSUER = "allo";
    private static final String ACCOUNT = "account";
    private static final String ROLE = "role";
    private static final String NAME = "name";
    private static final int SKEW_SECONDS = 5;

    private final JwksVerificationKeyResolver keys;
    private final Set<String> keyIds;

    private AccessTokens(JsonWebKeySet keys) {
        this.keys = new JwksVerificationKeyResolver(keys.getJsonWebKeys());
        this.keyIds = keys.getJsonWebKeys().stream().map(JsonWebKey::getKeyId).collect(Collectors.toSet());
    }

    /**
     * Checks by these keys.
     *
     * @param jwks JSON Web Key Set (RFC 7517)
     * @throws IllegalArgumentException when it is none
     */
    public static AccessTokens of(String jwks) {
        try {
            return new AccessTokens(new JsonWebKeySet(jwks));
        } catch (JoseException e) {
            throw new IllegalArgumentException("no JSON Web Key Set", e);
        }
    }

    /** Signs a token. */
    public static String issue(Person person, Instant now, PrivateKey key, String keyId) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(ISSUER);
        claims.setSubject(person.userId());
        claims.setJwtId(person.sessionId());
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(person.expires().getEpochSecond()));
        claims.setStringClaim(ROLE, person.role().wireName());
        claims.setStringClaim(NAME, person.name());
        if (person.accountId() != null) {
            claims.setStringClaim(ACCOUNT, person.accountId());
        }
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signature.setKeyIdHeaderValue(keyId);
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("every JVM has ES256", e);
        }
    }

    /** False only for a token that names a key which is not among these: newer ones may exist. */
    public boolean mayKnow(String token) {
        try {
            String keyId = JsonWebStructure.fromCompactSerialization(token).getKeyIdHeaderValue();
            return keyId == null || keyIds.contains(keyId);
        } catch (JoseException e) {
            return true;
        }
    }

    /** Empty unless the signature, issuer, audience, time and content are right. */
    public Optional<Person> verify(String token, Instant now) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                            ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256))
                    .setVerificationKeyResolver(keys)
                    .setExpectedIssuer(ISSUER)
                    .setExpectedAudience(ISSUER)
                    .setRequireExpirationTime()
                    .setRequireSubject()
                    .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()))
                    .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                    .build()
                    .processToClaims(token);
            return person(claims);
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Person> person(JwtClaims claims) throws MalformedClaimException {
        Optional<Role> role = Role.of(claims.getStringClaimValue(ROLE));
        String name = claims.getStringClaimValue(NAME);
        String session = claims.getJwtId();
        if (role.isEmpty() || name == null || session == null) {
            return Optional.empty();
        }
        Instant expires = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
        return Optional.of(new Person(claims.getSubject(), account(claims), role.get(), name, session, expires));
    }

    private static @Nullable String account(JwtClaims claims) throws MalformedClaimException {
        return claims.getStringClaimValue(ACCOUNT);
    }
}
