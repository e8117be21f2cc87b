// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passwords, slow on purpose: hashed and checked by bcrypt on worker threads. */
@ApplicationScoped
class Passwords {
    private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2A;

    private final LoginConfig config;
    private volatile @Nullable String nobodys;

    Passwords(LoginConfig config) {
        this.config = config;
    }

    Uni<String> hash(String password) {
        return onWorker(() -> hashed(password));
    }

    /** Takes as long for nobody (null) as for somebody, so that the time does not tell which addresses exist. */
    Uni<Boolean> fits(String password, @Nullable String hash) {
        return onWorker(() -> {
            boolean fits = BCrypt.verifyer(VERSION, LongPasswordStrategies.hashSha512(VERSION))
                    .verify(password.getBytes(UTF_8), (hash == null ? nobodys() : hash).getBytes(UTF_8))
                    .verified;
            return fits && hash != null;
        });
    }

    private String nobodys() {
        String hash = nobodys;
        if (hash == null) {
            hash = hashed("nobody's");
            nobodys = hash;
        }
        return hash;
    }

    /** What is longer than the 72 bytes that bcrypt reads goes through SHA-512 first. */
    private String hashed(String password) {
        byte[] hash =
                BCrypt.with(LongPasswordStrategies.hashSha512(VERSION)).hash(config.cost(), password.getBytes(UTF_8));
        return new String(hash, UTF_8);
    }

    private static <T> Uni<T> onWorker(Supplier<T> work) {
        Context request = Vertx.currentContext();
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(command -> request.runOnContext(ignored -> command.run()));
    }
}
