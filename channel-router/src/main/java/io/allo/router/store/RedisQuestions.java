// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.Outreach.What;
import io.allo.router.conversation.WrittenAnswers;
import io.allo.router.reach.Questions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * {@code allo:asked:{account}:{number}} is a person's open question; {@code …:written} of the call is the list of what waits for it, and
 * {@code …:taken} the ids of what it has had. A message leaves the list once: to the call, or back to the inbox.
 */
@Singleton
class RedisQuestions implements Questions, WrittenAnswers {
    /** KEYS asked. ARGV call. Answers 1 when the question was this call's. */
    private static final String CLOSE = """
            local asked = redis.call('GET', KEYS[1])
            if asked and cjson.decode(asked).call == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0
            """;

    /** KEYS list, taken. ARGV message, id, life ms. Answers 0 when the call has had it. */
    private static final String OFFER = """
            if redis.call('SISMEMBER', KEYS[2], ARGV[2]) == 1 then return 0 end
            redis.call('LREM', KEYS[1], 0, ARGV[1])
            redis.call('RPUSH', KEYS[1], ARGV[1])
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
            return 1
            """;

    /** KEYS list, taken. ARGV message, id, life ms. Answers 1 when it was there. */
    private static final String TAKE = """
            if redis.call('LREM', KEYS[1], 1, ARGV[1]) == 0 then return 0 end
            redis.call('SADD', KEYS[2], ARGV[2])
            redis.call('PEXPIRE', KEYS[2], ARGV[3])
            return 1
            """;

    /** KEYS counter. ARGV window ms. */
    private static final String COUNT = """
            local count = redis.call('INCR', KEYS[1])
            if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
            return count
            """;

    private static final String MEMORY_MS = Long.toString(Duration.ofHours(1).toMillis());

    private final Redis redis;

    RedisQuestions(Redis redis) {
        this.redis = redis;
    }

    @Override
    public Uni<Void> open(Question question, Duration life) {
        String json = new JsonObject()
                .put("call", question.call().id())
                .put("what", question.what().name())
                .put("language", question.language())
                .encode();
        return redis.execute(
                        "SET",
                        asked(question.call().accountId(), question.person()),
                        json,
                        "PX",
                        Long.toString(life.toMillis()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<Question>> openFor(String accountId, String person) {
        return redis.get(asked(accountId, person))
                .map(stored -> Optional.ofNullable(stored)
                        .map(JsonObject::new)
                        .map(json -> new Question(
                                new ConversationKey(accountId, Channel.VOICE, json.getString("call")),
                                person,
                                What.valueOf(json.getString("what")),
                                json.getString("language"))));
    }

    @Override
    public Uni<Boolean> close(ConversationKey call, String person) {
        return redis.script(CLOSE, new String[] {asked(call.accountId(), person)}, call.id())
                .map(closed -> closed > 0);
    }

    @Override
    public Uni<Boolean> offer(ConversationKey call, Written written, Duration life) {
        return redis.script(OFFER, keys(call), json(written), written.id(), Long.toString(life.toMillis()))
                .map(offered -> offered > 0);
    }

    @Override
    public Uni<Boolean> waits(ConversationKey call, Written written) {
        return waiting(call).map(all -> all.contains(written));
    }

    @Override
    public Uni<Boolean> withdraw(ConversationKey call, Written written) {
        return redis.execute("LREM", keys(call)[0], "1", json(written)).map(removed -> removed.toLong() > 0);
    }

    @Override
    public Uni<List<Written>> waiting(ConversationKey call) {
        return redis.execute("LRANGE", keys(call)[0], "0", "-1")
                .map(all -> StreamSupport.stream(all.spliterator(), false)
                        .map(one -> new JsonObject(one.toString()))
                        .map(one -> new Written(one.getString("id"), one.getString("words")))
                        .toList());
    }

    @Override
    public Uni<Boolean> take(ConversationKey call, Written written) {
        return redis.script(TAKE, keys(call), json(written), written.id(), MEMORY_MS)
                .map(taken -> taken > 0);
    }

    @Override
    public Uni<Long> count(String accountId, String person, Duration window) {
        return redis.script(
                COUNT, new String[] {"allo:reached:" + accountId + ":" + person}, Long.toString(window.toMillis()));
    }

    private static String json(Written written) {
        return new JsonObject()
                .put("id", written.id())
                .put("words", written.words())
                .encode();
    }

    private static String asked(String accountId, String person) {
        return "allo:asked:" + accountId + ":" + person;
    }

    private static String[] keys(ConversationKey call) {
        return new String[] {Redis.writtenKey(call), Redis.writtenKey(call) + ":taken"};
    }
}
