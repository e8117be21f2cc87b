// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.contracts.session.ConversationTranscript;
import io.allo.toolexecutor.door.ApiException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Map;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code POST /internal/transcripts}: channel-router brings the words of an ended conversation whose agent wants them by e-mail. */
@Path("/internal/transcripts")
class TranscriptResource {
    private final Transcripts transcripts;

    TranscriptResource(Transcripts transcripts) {
        this.transcripts = transcripts;
    }

    @POST
    @Cancellable(false)
    public Uni<Map<String, Object>> send(@Nullable ConversationTranscript transcript) {
        if (transcript == null
                || ToolRequest.isBlank(transcript.accountId())
                || ToolRequest.isBlank(transcript.conversationId())
                || transcript.startedAt() == null
                || transcript.turns() == null
                || transcript.recipients() == null
                || transcript.turns().stream().anyMatch(TranscriptResource::isEmpty)) {
            throw ApiException.badRequest("accountId, conversationId, startedAt, turns and recipients are required");
        }
        return Panache.withTransaction(() -> transcripts.write(transcript)).map(count -> Map.of("emails", count));
    }

    private static boolean isEmpty(ConversationTranscript.@Nullable Turn turn) {
        return turn == null || turn.role() == null || turn.text() == null || turn.at() == null;
    }
}
