// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ContextStore.Lease;
import io.allo.router.conversation.ConversationKey;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A turn that renews its lock too late has lost it only to somebody who took it. */
@QuarkusTest
class RedisTurnLockTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Inject
    RedisTurnLock lock;

    @Inject
    Redis redis;

    private final ConversationKey key =
            new ConversationKey(UUID.randomUUID().toString(), Channel.WHATSAPP, "wa_" + UUID.randomUUID());

    @Test
    void aLockThatRanOutIsItsOwnersAgainWhenNobodyHadItSince() {
        Lease lease = done(lock.acquire(key));
        String owner = done(redis.get(Redis.lockKey(key)));

        done(redis.execute("DEL", Redis.lockKey(key))); // as if it had expired

        await().atMost(LIMIT).until(() -> owner.equals(done(redis.get(Redis.lockKey(key)))));
        done(lease.release());
        assertThat(done(redis.get(Redis.lockKey(key)))).isNull();
    }

    @Test
    void aLockThatSomebodyHadMeanwhileIsNotTakenBack() {
        Lease lease = done(lock.acquire(key));
        done(redis.execute("DEL", Redis.lockKey(key)));
        done(redis.execute("INCR", Redis.fenceKey(key))); // another turn had it, and is done

        await().during(Duration.ofSeconds(2)).atMost(LIMIT).until(() -> done(redis.get(Redis.lockKey(key))) == null);
        done(lease.release());
    }

    private static <T> T done(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
