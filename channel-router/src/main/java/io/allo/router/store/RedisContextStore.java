// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import static io.allo.router.store.RedisScripts.SAVED;
import static io.allo.router.store.RedisScripts.SETUP_MISSING;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ContextStore;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.Conversation.Setup;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.EngineSettings;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link ContextStore} in Redis. */
@Singleton
class RedisContextStore implements ContextStore {
    private final Redis redis;
    private final RedisTurnLock lock;
    private final ConversationJson json;
    private final EngineSettings settings;
    private final StoreConfig config;
    private final KeptSetups setups = new KeptSetups();

    RedisContextStore(
            Redis redis, RedisTurnLock lock, ConversationJson json, EngineSettings settings, StoreConfig config) {
        this.redis = redis;
        this.lock = lock;
        this.json = json;
        this.settings = settings;
        this.config = config;
    }

    @Override
    public Uni<Lease> acquire(ConversationKey key) {
        return lock.acquire(key);
    }

    @Override
    public Uni<Optional<Conversation>> find(ConversationKey key) {
        return redis.get(Redis.stateKey(key)).chain(stateJson -> {
            if (stateJson == null) {
                return Uni.createFrom().item(Optional.<Conversation>empty());
            }
            ConversationJson.State state = json.readState(stateJson);
            return setup(Redis.setupKey(key, state.id(), state.setupNumber()))
                    .map(found -> found.map(setup -> state.with(key, setup)));
        });
    }

    private Uni<Optional<Setup>> setup(String name) {
        Optional<Setup> kept = setups.get(name);
        return kept.isPresent()
                ? Uni.createFrom().item(kept)
                : redis.get(name).map(setupJson -> {
                    Optional<Setup> read = Optional.ofNullable(setupJson).map(json::readSetup);
                    read.ifPresent(setup -> setups.put(name, setup));
                    return read;
                });
    }

    @Override
    public Uni<Void> save(Conversation conversation, Lease lease) {
        String state = json.state(conversation);
        return write(conversation, lease, state, "")
                .chain(answer -> answer == SETUP_MISSING
                        ? write(conversation, lease, state, json.setup(conversation))
                        : Uni.createFrom().item(answer))
                .invoke(answer -> {
                    if (answer != SAVED) {
                        throw new LeaseLostException(lease.fence());
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> forget(String id, Lease lease) {
        ConversationKey key = lease.key();
        return redis.get(Redis.stateKey(key))
                .map(state -> state == null ? null : json.readState(state))
                .chain(state -> {
                    boolean stored = state != null && state.id().equals(id);
                    List<String> keys = new ArrayList<>();
                    for (int number = 0; number <= (stored ? state.setupNumber() : settings.maxHandoffs()); number++) {
                        keys.add(Redis.setupKey(key, id, number));
                    }
                    keys.forEach(setups::forget);
                    if (stored) {
                        keys.add(Redis.stateKey(key));
                    }
                    return redis.execute("DEL", keys.toArray(String[]::new));
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<ConversationKey>> placeOf(String accountId, String person) {
        return redis.get(Redis.placeKey(accountId, person)).map(place -> {
            int colon = place == null ? -1 : place.indexOf(':');
            return colon < 0
                    ? Optional.<ConversationKey>empty()
                    : Optional.of(new ConversationKey(
                            accountId, Channel.valueOf(place.substring(0, colon)), place.substring(colon + 1)));
        });
    }

    @Override
    public Uni<Void> rememberPlace(String accountId, String person, ConversationKey place) {
        Duration life = settings.idleTime(place.channel()).plus(config.afterIdle());
        return redis.execute(
                        "SET",
                        Redis.placeKey(accountId, person),
                        place.channel().name() + ":" + place.id(),
                        "PX",
                        Long.toString(life.toMillis()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> forgetPlace(String accountId, String person) {
        return redis.execute("DEL", Redis.placeKey(accountId, person)).replaceWithVoid();
    }

    private Uni<Long> write(Conversation conversation, Lease lease, String state, String setup) {
        ConversationKey key = conversation.key();
        Duration life = settings.idleTime(key.channel()).plus(config.afterIdle());
        return redis.script(
                RedisScripts.SAVE,
                new String[] {
                    Redis.stateKey(key),
                    Redis.fenceKey(key),
                    Redis.setupKey(key, conversation.id(), conversation.relay().handoffs())
                },
                Long.toString(lease.fence()),
                state,
                setup,
                Long.toString(life.toMillis()));
    }
}
