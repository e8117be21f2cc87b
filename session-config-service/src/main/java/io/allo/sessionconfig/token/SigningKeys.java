// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.token;

import io.allo.sessionconfig.secret.StoredSecrets;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.PrivateKey;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this installation, made at first use and kept in the database, so that every replica signs with the same. The
 * newest signs; an older one is believed as long as its row is there: rotation is a new row, then, a token's life later, the
 * removal of the old one.
 */
@ApplicationScoped
class SigningKeys {
    private static final String NEWEST =
            "select id, private_jwk from token_keys order by created_at desc, id desc limit 1";
    private static final String PUBLIC =
            "select public_jwk::text as key from token_keys order by created_at desc, id desc";
    /** Replicas that start together make one key. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('allo.token_keys'))";

    private static final String INSERT = "insert into token_keys (id, public_jwk, private_jwk)"
            + " select $1, $2, $3 where not exists (select from token_keys)";

    private final Pool pool;
    private final StoredSecrets secrets;
    private volatile @Nullable SigningKey last;

    SigningKeys(Pool pool, StoredSecrets secrets) {
        this.pool = pool;
        this.secrets = secrets;
    }

    /** A key that signs. */
    record SigningKey(UUID id, PrivateKey key) {}

    private record Stored(UUID id, String secret) {}

    /** The key that signs now. */
    Uni<SigningKey> signing() {
        return newest().chain(found -> found != null ? Uni.createFrom().item(found) : made().chain(this::newest))
                .chain(this::read);
    }

    /** JSON Web Key Set of the public parts. */
    Uni<String> published() {
        return signing().chain(() -> pool.query(PUBLIC).execute()).map(rows -> {
            JsonArray keys = new JsonArray();
            rows.forEach(row -> keys.add(new JsonObject(row.getString("key"))));
            return new JsonObject(Map.of("keys", keys)).encode();
        });
    }

    private Uni<@Nullable Stored> newest() {
        return pool.query(NEWEST).execute().map((RowSet<Row> rows) -> {
            if (rows.size() == 0) {
                return null;
            }
            Row row = rows.iterator().next();
            return new Stored(row.getUUID("id"), row.getString("private_jwk"));
        });
    }

    private Uni<SigningKey> read(Stored stored) {
        SigningKey known = last;
        if (known != null && known.id().equals(stored.id())) {
            return Uni.createFrom().item(known);
        }
        return onWorker(() -> privateKey(secrets.decrypt(stored.id().toString(), stored.secret())))
                .map(key -> new SigningKey(stored.id(), key))
                .invoke(key -> last = key);
    }

    private Uni<Void> made() {
        UUID id = UUID.randomUUID();
        return onWorker(() -> fresh(id))
                .chain(key -> pool.withTransaction(connection -> connection
                        .query(LOCK)
                        .execute()
                        .chain(() -> connection
                                .preparedQuery(INSERT)
                                .execute(Tuple.of(id, new JsonObject(key.open()), key.sealed())))
                        .replaceWithVoid()));
    }

    private record Fresh(String open, String sealed) {}

    private Fresh fresh(UUID id) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(id.toString());
            key.setUse("sig");
            key.setAlgorithm("ES256");
            String whole = key.toJson(OutputControlLevel.INCLUDE_PRIVATE);
            return new Fresh(key.toJson(OutputControlLevel.PUBLIC_ONLY), secrets.encrypt(id.toString(), whole));
        } catch (JoseException e) {
            throw new IllegalStateException("every JVM has P-256", e);
        }
    }

    private static PrivateKey privateKey(String jwk) {
        try {
            return ((EllipticCurveJsonWebKey) JsonWebKey.Factory.newJwk(jwk)).getEcPrivateKey();
        } catch (JoseException e) {
            throw new IllegalStateException("the token key cannot be read", e);
        }
    }

    /** Deriving a row's AES key takes tens of milliseconds: on a worker, then back on the request's own context. */
    private static <T> Uni<T> onWorker(Supplier<T> work) {
        Context request = Vertx.currentContext();
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(command -> request.runOnContext(ignored -> command.run()));
    }
}
