// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit;

import io.allo.access.AccessTokens;
import io.allo.access.Person;
import io.allo.access.Role;
import java.time.Instant;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** People's tokens as session-config-service issues them, by a key that only this process has. */
public final class TestTokens {
    private static final EllipticCurveJsonWebKey KEY = key();
    private static final int LIFE_SECONDS = 600;

    private TestTokens() {}

    /** A token of a person of this account. @param account null for an administrator */
    public static String token(Role role, @Nullable String account) {
        Instant now = Instant.now();
        Person person = new Person("user", account, role, "Zoé", "session", now.plusSeconds(LIFE_SECONDS));
        return AccessTokens.issue(person, now, KEY.getEcPrivateKey(), KEY.getKeyId());
    }

    /** What the issuer publishes. */
    public static String keySet() {
        return new JsonWebKeySet(KEY).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    private static EllipticCurveJsonWebKey key() {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId("test");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
