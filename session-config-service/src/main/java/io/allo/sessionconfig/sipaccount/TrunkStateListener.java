// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.events.TrunkEvent;
import io.allo.contracts.events.TrunkEvent.TrunkChanged;
import io.allo.contracts.events.TrunkEvent.TrunkStateChanged;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneOffset;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the gateways say about registrations. Idempotent, and older news never replaces newer; that one gateway let go
 * says nothing once another holds the registration. What cannot be read or is refused by the database goes to the
 * dead-letter topic; while the database is away the reader waits.
 */
@ApplicationScoped
@RegisterForReflection(targets = {TrunkEvent.class, TrunkChanged.class, TrunkStateChanged.class})
class TrunkStateListener {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int LONGEST_DETAIL = 500;

    private static final String STORE = """
            insert into sip_account_registrations as r (sip_account_id, state, since, occurred_at, gateway, status, detail)
            select $1, $2, $3, $3, $4, $5, $6 where $1 = 0 or exists (select from sip_accounts where id = $1)
            on conflict (sip_account_id) do update
               set since = case when r.state = excluded.state then r.since else excluded.since end,
                   state = excluded.state, occurred_at = excluded.occurred_at, gateway = excluded.gateway,
                   status = excluded.status, detail = excluded.detail
             where excluded.occurred_at >= r.occurred_at
               and (excluded.state <> 'unregistered' or excluded.gateway = r.gateway)
            """;

    private final Pool pool;
    private final ObjectMapper json;

    TrunkStateListener(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    @Incoming("trunk-events")
    Uni<Void> on(String text) {
        return Uni.createFrom().item(() -> parse(text)).chain(event -> switch (event) {
            case TrunkChanged ours -> Uni.createFrom().voidItem();
            case TrunkStateChanged news ->
                store(news)
                        .onFailure(failure -> !(failure instanceof PgException))
                        .retry()
                        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                        .indefinitely();
        });
    }

    private Uni<Void> store(TrunkStateChanged news) {
        Tuple values = Tuple.tuple()
                .addInteger(news.sipAccountId())
                .addString(news.state())
                .addOffsetDateTime(news.occurredAt().atOffset(ZoneOffset.UTC))
                .addString(news.gateway())
                .addInteger(news.status())
                .addString(shortened(news.detail()));
        return pool.preparedQuery(STORE).execute(values).replaceWithVoid();
    }

    private static @Nullable String shortened(@Nullable String detail) {
        return detail == null || detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL);
    }

    private TrunkEvent parse(String text) {
        try {
            return json.readValue(text, TrunkEvent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a trunk event", e);
        }
    }
}
