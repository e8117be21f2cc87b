// SPDX-License-Identifier: Apache-2.0
package io.allo.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** Whose tokens open the door, and how often its keys are asked for. */
class TokenDoorTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final EllipticCurveJsonWebKey first = key("first");
    private Instant now = START;
    private int asked;
    private Uni<String> keySet = keySet(first);
    private final TokenDoor door = new TokenDoor(
            () -> {
                asked++;
                return keySet;
            },
            Duration.ofMillis(200),
            new MovingClock());

    @Test
    void aTokenSaysWhoComesUntilItEnds() {
        Person person = person(START.plusSeconds(600));
        String token = token(person, first);

        assertThat(enter(token)).contains(person);
        now = START.plusSeconds(600 + 4);
        assertThat(enter(token)).contains(person);
        now = START.plusSeconds(600 + 6);
        assertThat(enter(token)).isEmpty();
    }

    @Test
    void anAdministratorHasNoAccount() {
        Person admin = new Person("u", null, Role.ADMIN, "A", "s", START.plusSeconds(60));

        assertThat(enter(token(admin, first))).contains(admin);
        assertThatThrownBy(() -> new Person("u", null, Role.STAFF, "A", "s", START))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsForgedOpensNothing() {
        String token = token(person(START.plusSeconds(60)), first);
        String[] parts = token.split("\\.");
        String unsigned = base64("{\"alg\":\"none\"}") + "." + parts[1] + ".";
        String otherRole = parts[0] + "."
                + base64(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                        .replace("staff", "owner"))
                + "." + parts[2];

        assertThat(enter(token)).isPresent();
        assertThat(enter(unsigned)).isEmpty();
        assertThat(enter(otherRole)).isEmpty();
        assertThat(enter(token(person(START.plusSeconds(60)), key("first")))).isEmpty();
        assertThat(enter("")).isEmpty();
        assertThat(enter("a.b.c")).isEmpty();
        assertThat(enter("x".repeat(5000))).isEmpty();
    }

    @Test
    void anotherKeyIsAskedForButNotWithoutEnd() {
        EllipticCurveJsonWebKey second = key("second");
        enter(token(person(START.plusSeconds(60)), first));
        String next = token(person(START.plusSeconds(60)), second);
        keySet = keySet(first, second);

        assertThat(enter(next)).isEmpty();
        now = START.plusSeconds(11);
        assertThat(enter(next)).isPresent();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void theKnownKeysHoldWhileTheIssuerIsAway() {
        String token = token(person(START.plus(Duration.ofHours(1))), first);
        keySet = Uni.createFrom().failure(new IllegalStateException("away"));
        assertThatThrownBy(() -> enter(token)).hasMessage("away");

        keySet = keySet(first);
        assertThat(enter(token)).isPresent();
        keySet = Uni.createFrom().failure(new IllegalStateException("away"));
        now = START.plus(Duration.ofMinutes(11));
        assertThat(enter(token)).isPresent();
    }

    @Test
    void anIssuerThatDoesNotAnswerIsNotWaitedFor() {
        keySet = Uni.createFrom().nothing();

        assertThatThrownBy(() -> enter(token(person(START.plusSeconds(60)), first)))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void theHeaderCarriesTheTokenAfterItsScheme() {
        assertThat(TokenDoor.bearer("bearer abc")).contains("abc");
        assertThat(TokenDoor.bearer("Basic abc")).isEmpty();
        assertThat(TokenDoor.bearer(null)).isEmpty();
    }

    private Optional<Person> enter(String token) {
        return door.enter(token).await().indefinitely();
    }

    private static Person person(Instant expires) {
        return new Person("user", "account", Role.STAFF, "Zoé <b>", "session", expires);
    }

    private static String token(Person person, EllipticCurveJsonWebKey key) {
        return AccessTokens.issue(person, START, key.getEcPrivateKey(), key.getKeyId());
    }

    private static EllipticCurveJsonWebKey key(String id) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Uni<String> keySet(EllipticCurveJsonWebKey... keys) {
        return Uni.createFrom().item(new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private final class MovingClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
