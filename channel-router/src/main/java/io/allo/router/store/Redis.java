// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import io.allo.router.conversation.ConversationKey;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** The few Redis commands that the store needs, each with a time limit: a Redis that hangs fails like one that is gone. */
@Singleton
class Redis {
    private final ReactiveRedisDataSource redis;
    private final StoreConfig config;

    Redis(ReactiveRedisDataSource redis, StoreConfig config) {
        this.redis = redis;
        this.config = config;
    }

    static String lockKey(ConversationKey key) {
        return prefix(key) + "lock";
    }

    static String fenceKey(ConversationKey key) {
        return prefix(key) + "fence";
    }

    static String stateKey(ConversationKey key) {
        return prefix(key) + "state";
    }

    /** @param number 0 for the first agent, one more with each handoff */
    static String setupKey(ConversationKey key, String conversationId, int number) {
        return prefix(key) + "setup:" + conversationId + (number == 0 ? "" : ":" + number);
    }

    static String placeKey(String accountId, String person) {
        return "allo:place:" + accountId + ":" + person;
    }

    static String writtenKey(ConversationKey key) {
        return prefix(key) + "written";
    }

    private static String prefix(ConversationKey key) {
        return "allo:conv:{" + key + "}:";
    }

    /** Runs a script that answers an integer. */
    Uni<Long> script(String script, String[] keys, String... arguments) {
        List<String> all = new ArrayList<>();
        all.add(script);
        all.add(Integer.toString(keys.length));
        all.addAll(List.of(keys));
        all.addAll(List.of(arguments));
        return execute("EVAL", all.toArray(String[]::new)).map(Response::toLong);
    }

    /** Item null when there is no such key. */
    Uni<String> get(String key) {
        return execute("GET", key).map(answer -> answer == null ? null : answer.toString());
    }

    Uni<Response> execute(String command, String... arguments) {
        return Uni.createFrom()
                .deferred(() -> redis.execute(command, arguments))
                .ifNoItem()
                .after(config.timeout())
                .fail();
    }
}
