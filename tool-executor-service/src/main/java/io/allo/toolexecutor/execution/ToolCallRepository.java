// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.toolexecutor.config.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Answers of tool calls and epochs of conversations. Plain statements on the pool: each stands alone, and no connection may
 * be held while the tool's own request runs.
 */
@ApplicationScoped
class ToolCallRepository {
    private static final String RAISE_EPOCH =
            "insert into conversation_epochs as c (conversation_id, epoch) values ($1, $2)"
                    + " on conflict (conversation_id) do update set epoch = greatest(c.epoch, excluded.epoch), updated_at = now()"
                    + " returning epoch";
    private static final String FIND =
            "select response from tool_calls where conversation_id = $1 and tool_call_id = $2";
    private static final String STORE =
            "insert into tool_calls (conversation_id, tool_call_id, tool, response) values ($1, $2, $3, $4)"
                    + " on conflict do nothing";

    private final Pool pool;
    private final Json json;

    ToolCallRepository(Pool pool, Json json) {
        this.pool = pool;
        this.json = json;
    }

    /** Remembers the epoch if it is the highest so far, and returns the highest. */
    Uni<Integer> raiseEpoch(String conversationId, int epoch) {
        return pool.preparedQuery(RAISE_EPOCH)
                .execute(Tuple.of(conversationId, epoch))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    Uni<Optional<ToolExecutionResponse>> find(ToolExecutionRequest call) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(call.conversationId(), call.toolCallId()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(json.read(rows.iterator().next().getString(0), ToolExecutionResponse.class)));
    }

    /** Keeps the answer; when another attempt of the same call was first, returns that one's. */
    Uni<ToolExecutionResponse> storeFirst(ToolExecutionRequest call, ToolExecutionResponse response) {
        return pool.preparedQuery(STORE)
                .execute(Tuple.of(call.conversationId(), call.toolCallId(), call.tool(), json.write(response)))
                .chain(rows -> rows.rowCount() == 1
                        ? Uni.createFrom().item(response)
                        : find(call).map(first -> first.orElse(response)));
    }

    /** Notes that a call that may not be repeated is about to be made; false when it was noted before. */
    Uni<Boolean> begin(ToolExecutionRequest call) {
        return pool.preparedQuery("insert into tool_calls_begun (conversation_id, tool_call_id) values ($1, $2)"
                        + " on conflict do nothing")
                .execute(Tuple.of(call.conversationId(), call.toolCallId()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** It was certainly not made, so it may be tried again. */
    Uni<Void> forgetBegun(ToolExecutionRequest call) {
        return pool.preparedQuery("delete from tool_calls_begun where conversation_id = $1 and tool_call_id = $2")
                .execute(Tuple.of(call.conversationId(), call.toolCallId()))
                .replaceWithVoid();
    }

    /** Forgets what is older; returns the number of rows. */
    Uni<Integer> forgetBefore(Instant time) {
        Tuple before = Tuple.of(time.atOffset(ZoneOffset.UTC));
        return pool.preparedQuery("delete from tool_calls where created_at < $1")
                .execute(before)
                .map(RowSet::rowCount)
                .call(() -> pool.preparedQuery("delete from tool_calls_begun where created_at < $1")
                        .execute(before))
                .chain(calls -> pool.preparedQuery("delete from conversation_epochs where updated_at < $1")
                        .execute(before)
                        .map(epochs -> calls + epochs.rowCount()));
    }
}
