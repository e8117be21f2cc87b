// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.InboundMessage.Kind;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.Channel;
import io.allo.router.inbox.HeldTurns.Found;
import io.allo.router.inbox.InboxEntry.Delivery;
import io.allo.router.inbox.InboxEntry.State;
import io.vertx.mutiny.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows of table {@code inbox}. */
final class InboxRows {
    private InboxRows() {}

    static InboxEntry entry(Row row) {
        String sessionId = row.getString("session_id");
        return new InboxEntry(
                row.getLong("id"),
                row.getString("account_id"),
                row.getString("provider"),
                row.getString("message_id"),
                Channel.valueOf(upper(row.getString("channel"))),
                sessionId,
                row.getString("called"),
                row.getString("sender"),
                Kind.valueOf(upper(row.getString("kind"))),
                row.getString("body"),
                metadata(row),
                row.getOffsetDateTime("received_at").toInstant(),
                State.valueOf(upper(row.getString("state"))),
                row.getString("owner"),
                row.getInteger("attempts"),
                reply(row, sessionId),
                delivery(row.getString("delivery")),
                row.getInteger("parts_sent"),
                row.getInteger("push_attempts"));
    }

    private static Map<String, String> metadata(Row row) {
        Map<String, String> metadata = new LinkedHashMap<>();
        row.getJsonObject("metadata").forEach(fact -> metadata.put(fact.getKey(), String.valueOf(fact.getValue())));
        return metadata;
    }

    private static @Nullable OutboundMessage reply(Row row, String sessionId) {
        String text = row.getString("reply_text");
        if (text == null) {
            return null;
        }
        var action = OutboundMessage.Action.of(row.getString("reply_action"));
        return new OutboundMessage(text, action, sessionId, Map.of());
    }

    private static @Nullable Delivery delivery(@Nullable String wireName) {
        return wireName == null ? null : Delivery.valueOf(upper(wireName));
    }

    private static String upper(String wireName) {
        return wireName.toUpperCase(Locale.ROOT);
    }

    /** Of {@link InboxRepository#look}. */
    static Found found(Row row) {
        if (!row.getBoolean("ours")) {
            return Found.GONE;
        }
        return row.getBoolean("behind") ? Found.HELD : Found.FREE;
    }
}
