// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import io.allo.access.AccessTokens;
import io.allo.access.Person;
import io.allo.access.Role;
import io.quarkus.test.Mock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Stands for session-config-service as the issuer of tokens. */
@Mock
@RestClient
@ApplicationScoped
public class StubKeySet implements KeySetClient {
    private static final EllipticCurveJsonWebKey KEY = key();

    /** A token of a person of this account. */
    public static String token(Role role, @Nullable String account) {
        Instant now = Instant.now();
        Person person = new Person("user", account, role, "Zoé", "session", now.plusSeconds(600));
        return AccessTokens.issue(person, now, KEY.getEcPrivateKey(), KEY.getKeyId());
    }

    @Override
    public Uni<String> keys() {
        return Uni.createFrom().item(new JsonWebKeySet(KEY).toJson(OutputControlLevel.PUBLIC_ONLY));
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
