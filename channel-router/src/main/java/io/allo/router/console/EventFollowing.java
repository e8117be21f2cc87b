// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** A session as a stream of messages that ends by itself after a while: whoever reads connects again. */
@Singleton
class EventFollowing {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration PING = Duration.ofSeconds(20);
    private static final int MOST_WAITING = 500;
    private static final JsonObject NOTHING = new JsonObject();

    private final ConsoleDesk desk;
    private final Watchers watchers;
    private final ConsoleConfig config;

    EventFollowing(ConsoleDesk desk, Watchers watchers, ConsoleConfig config) {
        this.desk = desk;
        this.watchers = watchers;
        this.config = config;
    }

    /** Nothing but an error where too many follow, or where it is no session id. */
    Multi<JsonObject> follow(SessionKey key) {
        if (!SessionKey.isId(key.sessionId())) {
            return refused("no such session");
        }
        return Multi.createFrom().deferred(() -> following(key));
    }

    private Multi<JsonObject> following(SessionKey key) {
        UnicastProcessor<JsonObject> messages = UnicastProcessor.create();
        Following following = new Following(key, desk, message -> {
            synchronized (messages) {
                messages.onNext(message);
            }
        });
        if (!watchers.join(key, following)) {
            return refused("too many follow this session");
        }
        Multi<JsonObject> begun = following.begin().toMulti().map(_ -> NOTHING);
        Multi<JsonObject> looks = ticks(LOOK)
                .onItem()
                .transformToMultiAndConcatenate(_ -> following.look().toMulti().map(_ -> NOTHING));
        Multi<JsonObject> pings = ticks(PING).map(_ -> new JsonObject().put("type", "ping"));
        return Multi.createBy()
                .merging()
                .streams(messages, begun, looks, pings)
                .onOverflow()
                .buffer(MOST_WAITING)
                .select()
                .first(config.stream())
                .onTermination()
                .invoke(() -> watchers.leave(key, following));
    }

    private static Multi<Long> ticks(Duration every) {
        return Multi.createFrom()
                .ticks()
                .startingAfter(every)
                .every(every)
                .onOverflow()
                .drop();
    }

    private static Multi<JsonObject> refused(String why) {
        return Multi.createFrom().uni(Uni.createFrom().item(error(why)));
    }

    private static JsonObject error(String why) {
        return Messages.error(why).put("type", "error");
    }
}
