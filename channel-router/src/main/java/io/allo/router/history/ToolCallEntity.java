// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code tool_calls}, for reading. */
@Entity
@Table(name = "tool_calls")
@IdClass(NumberedId.class)
class ToolCallEntity {
    @Id
    @Column(name = "conversation_id")
    String conversationId;

    @Id
    int number;

    @Column(name = "tool_call_id")
    String toolCallId;

    @Column(columnDefinition = "text")
    String tool;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(columnDefinition = "jsonb")
    Map<String, Object> arguments;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(columnDefinition = "jsonb")
    Map<String, Object> result;

    String outcome;

    Instant at;

    @Column(name = "took_ms")
    long tookMs;

    @Column(name = "agent_id", columnDefinition = "text")
    @Nullable
    String agentId;
}
