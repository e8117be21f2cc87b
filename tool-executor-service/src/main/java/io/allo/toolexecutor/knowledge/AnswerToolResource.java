// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.door.JsonBody;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/ai/tools/answer-question}: what the tool of any agent calls, with or without a restaurant or a calendar. */
@Path("/api/ai/tools/answer-question")
class AnswerToolResource {
    private static final int LONGEST_QUESTION = 1000;

    private final Knowledge knowledge;
    private final Idempotency idempotency;
    private final Caller caller;

    AnswerToolResource(Knowledge knowledge, Idempotency idempotency, Caller caller) {
        this.knowledge = knowledge;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @POST
    @Cancellable(false)
    public Uni<Response> answer(@Nullable JsonNode body) {
        JsonBody given = JsonBody.of(body);
        String question = given.text("question");
        if (question == null || question.isBlank()) {
            throw ApiException.badRequest("question is required");
        }
        if (question.length() > LONGEST_QUESTION) {
            throw ApiException.badRequest(
                    "question has " + question.length() + " characters (expected: at most " + LONGEST_QUESTION + ")");
        }
        Scope scope = Scope.of(caller.accountId(), given.text("businessId"));
        boolean english = "en".equals(given.text("language"));
        return idempotency
                .once(
                        ActionKey.of(caller, "answer-question"),
                        () -> knowledge
                                .answer(scope, question)
                                .map(found -> Outcome.ok(KnowledgeAnswer.of(found, english))))
                .map(Answer::toResponse);
    }
}
